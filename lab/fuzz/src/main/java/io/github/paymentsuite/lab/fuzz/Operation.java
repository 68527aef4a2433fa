package io.github.paymentsuite.lab.fuzz;

import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One operation of an OpenAPI document.
 *
 * @param body schema of its request body; null if it takes none
 */
record Operation(String method, String path, List<Parameter> parameters, JSONObject body) {
  /**
   * A parameter.
   *
   * @param in path, query or header
   */
  record Parameter(String name, String in, boolean required, JSONObject schema) {}

  static List<Operation> of(JSONObject document) {
    List<Operation> operations = new ArrayList<>();
    JSONObject paths = document.getJSONObject("paths");
    for (String path : paths.keySet()) {
      JSONObject methods = paths.getJSONObject(path);
      for (String method : methods.keySet()) {
        operations.add(of(document, path, method, methods.getJSONObject(method)));
      }
    }
    return operations;
  }

  private static Operation of(JSONObject document, String path, String method, JSONObject spec) {
    List<Parameter> parameters = new ArrayList<>();
    JSONArray declared = spec.getJSONArray("parameters");
    for (int i = 0; declared != null && i < declared.size(); i++) {
      JSONObject parameter = declared.getJSONObject(i);
      parameters.add(
          new Parameter(
              parameter.getString("name"),
              parameter.getString("in"),
              parameter.getBooleanValue("required"),
              resolve(document, parameter.getJSONObject("schema"))));
    }
    JSONObject body = spec.getJSONObject("requestBody");
    return new Operation(
        method.toUpperCase(Locale.ROOT),
        path,
        parameters,
        body == null
            ? null
            : resolve(
                document,
                body.getJSONObject("content")
                    .getJSONObject("application/json")
                    .getJSONObject("schema")));
  }

  /** With what it refers to in place of the references. */
  private static JSONObject resolve(JSONObject document, JSONObject schema) {
    String reference = schema.getString("$ref");
    JSONObject resolved =
        new JSONObject(
            reference == null
                ? schema
                : document
                    .getJSONObject("components")
                    .getJSONObject("schemas")
                    .getJSONObject(reference.substring(reference.lastIndexOf('/') + 1)));
    if (resolved.containsKey("properties")) {
      JSONObject properties = new JSONObject(resolved.getJSONObject("properties"));
      properties.replaceAll((name, property) -> resolve(document, (JSONObject) property));
      resolved.put("properties", properties);
    }
    if (resolved.containsKey("items")) {
      resolved.put("items", resolve(document, resolved.getJSONObject("items")));
    }
    return resolved;
  }
}
