package io.github.paymentsuite.starter;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.ibatis.mapping.SqlSource;
import org.apache.ibatis.scripting.xmltags.XMLLanguageDriver;
import org.apache.ibatis.session.Configuration;

/**
 * MyBatis's own language, but a statement with {@code <foreach>} over one list is taken apart once
 * for each number of rows: MyBatis does so each time that it is executed, and statements of many
 * rows are what every payment is written by. The loop is written out, its item as {@code list[i]}.
 * Whatever this does not understand is left to MyBatis.
 */
class RowsLanguageDriver extends XMLLanguageDriver {
  /** Rows; what has more of them is taken apart each time. Bounds what is kept. */
  static final int MOST_ROWS = 64;

  private static final Pattern LOOP = Pattern.compile("<foreach\\s([^>]*)>([^<]*)</foreach>");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\s*(collection|item|open|separator|close)=\"([^\"]*)\"\\s*");

  @Override
  public SqlSource createSqlSource(
      Configuration configuration, String script, Class<?> parameterType) {
    SqlSource any = super.createSqlSource(configuration, script, parameterType);
    List<Loop> loops = LOOP.matcher(script).results().map(Loop::of).toList();
    List<String> lists = loops.stream().map(Loop::collection).distinct().toList();
    boolean isUnderstood =
        lists.size() == 1
            && !lists.contains("")
            && loops.size() == script.split("<foreach", -1).length - 1
            && !script.contains("${");
    if (!isUnderstood) {
      return any;
    }
    IntFunction<SqlSource> ofRows =
        rows -> super.createSqlSource(configuration, writtenOut(script, rows), parameterType);
    AtomicReferenceArray<SqlSource> known = new AtomicReferenceArray<>(MOST_ROWS + 1);
    return parameter -> {
      int rows = rows(parameter, lists.get(0));
      if (rows == 0 || rows > MOST_ROWS) {
        return any.getBoundSql(parameter);
      }
      SqlSource source = known.get(rows);
      if (source == null) {
        source = ofRows.apply(rows);
        known.set(rows, source);
      }
      return source.getBoundSql(parameter);
    };
  }

  /** Of a list, which alone can be asked for its i-th element; 0 for anything else. */
  private static int rows(Object parameter, String collection) {
    return parameter instanceof Map<?, ?> named
            && named.containsKey(collection)
            && named.get(collection) instanceof List<?> list
        ? list.size()
        : 0;
  }

  private static String writtenOut(String script, int rows) {
    return LOOP.matcher(script)
        .replaceAll(found -> Matcher.quoteReplacement(Loop.of(found).writtenOut(rows)));
  }

  /** One {@code <foreach>}. */
  private record Loop(Map<String, String> attributes, String body) {
    /** Without a name of its collection if it has an attribute that is not known here. */
    static Loop of(MatchResult found) {
      Matcher attributes = ATTRIBUTE.matcher(found.group(1));
      boolean isUnderstood = attributes.replaceAll("").isEmpty();
      return new Loop(
          isUnderstood
              ? attributes
                  .reset()
                  .results()
                  .collect(Collectors.toMap(each -> each.group(1), each -> each.group(2)))
              : Map.of(),
          found.group(2));
    }

    String collection() {
      return attributes.getOrDefault("collection", "");
    }

    String writtenOut(int rows) {
      Pattern item =
          Pattern.compile(
              "#\\{\\s*" + Pattern.quote(attributes.getOrDefault("item", "")) + "(?!\\w)");
      Matcher items = item.matcher(body);
      return IntStream.range(0, rows)
          .mapToObj(row -> " " + items.replaceAll("#{" + collection() + "[" + row + "]") + " ")
          .collect(
              Collectors.joining(
                  attributes.getOrDefault("separator", ""),
                  attributes.getOrDefault("open", ""),
                  attributes.getOrDefault("close", "")));
    }
  }
}
