package io.github.paymentsuite.lab.system;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import java.net.http.HttpHeaders;

/** An answer of one of the services, as it came. */
public record Reply(int status, HttpHeaders headers, String body) {
  public JSONObject json() {
    return JSON.parseObject(body);
  }

  public JSONArray list() {
    return JSON.parseArray(body);
  }

  /** A field of the body, as text; null if it is not there. */
  public String field(String name) {
    return json().getString(name);
  }
}
