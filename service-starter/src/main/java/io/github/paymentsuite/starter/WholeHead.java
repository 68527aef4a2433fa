package io.github.paymentsuite.starter;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads the head of an answer up to the empty line that ends it. HttpClient by itself takes the end
 * of a connection for the end of a head as well, and the half that has arrived for an answer; and
 * what it read after one answer for the next. What arrives then and is read with the next answer is
 * not told from it. One for each connection.
 */
final class WholeHead implements HttpMessageParser<ClassicHttpResponse> {
  private final HttpMessageParser<ClassicHttpResponse> parser;
  private boolean moreToCome;

  WholeHead(Http1Config config) {
    this.parser = new DefaultHttpResponseParser(config);
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException {
    if (!moreToCome && buffer.length() > 0) {
      throw new IOException("more had arrived than the answer before");
    }
    try {
      ClassicHttpResponse head = parser.parse(new Lines(buffer), in);
      moreToCome = head.getCode() < 200;
      return head;
    } catch (HttpException unreadable) {
      // Where it is no IOException, the client goes on reading before it closes the connection.
      throw new IOException(unreadable);
    }
  }

  /** Ends with an exception where the connection ends. */
  private record Lines(SessionInputBuffer buffer) implements SessionInputBuffer {
    @Override
    public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
      int length = buffer.readLine(line, in);
      if (length < 0) {
        throw new ConnectionClosedException();
      }
      return length;
    }

    @Override
    public int length() {
      return buffer.length();
    }

    @Override
    public int capacity() {
      return buffer.capacity();
    }

    @Override
    public int available() {
      return buffer.available();
    }

    @Override
    public int read(byte[] bytes, int offset, int length, InputStream in) throws IOException {
      return buffer.read(bytes, offset, length, in);
    }

    @Override
    public int read(byte[] bytes, InputStream in) throws IOException {
      return buffer.read(bytes, in);
    }

    @Override
    public int read(InputStream in) throws IOException {
      return buffer.read(in);
    }

    @Override
    public HttpTransportMetrics getMetrics() {
      return buffer.getMetrics();
    }
  }
}
