package io.github.paymentsuite.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.ParameterMapping;
import org.apache.ibatis.mapping.SqlSource;
import org.apache.ibatis.reflection.MetaObject;
import org.apache.ibatis.scripting.xmltags.XMLLanguageDriver;
import org.apache.ibatis.session.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsLanguageDriverTest {
  private static final String INSERT =
      """
      <script>
      INSERT INTO award (no, kind, points, at)
      VALUES <foreach collection="awards" item="award" separator=",">
               (#{award.no}, 'it''s $1', #{award.points}, #{awardAt})
             </foreach>
      ON DUPLICATE KEY UPDATE points = points
      </script>
      """;
  private static final String UPDATE =
      """
      <script>
      UPDATE award
         SET no = CASE points
               <foreach collection="awards" item="award">WHEN #{award.points} THEN #{ award.no }</foreach>
             END
       WHERE points &lt; #{most} AND (
             <foreach collection="awards" item="award" open="(" separator="OR" close=")">
               points = #{award.points,javaType=long}
             </foreach>)
      </script>
      """;
  private static final String DELETE =
      """
      <script>
      DELETE FROM award WHERE no IN
        <foreach item="no" collection="nos" open="(" separator="," close=")">#{no}</foreach>
      </script>
      """;

  private final Configuration configuration = new Configuration();

  @ParameterizedTest
  @ValueSource(strings = {INSERT, UPDATE, DELETE})
  void aStatementIsWhatMyBatisMakesOfIt(String script) {
    SqlSource source = source(script);
    for (int rows = 1; rows <= RowsLanguageDriver.MOST_ROWS + 1; rows++) {
      assertThat(told(source, rows)).isEqualTo(told(myBatis(script), rows));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {INSERT, UPDATE, DELETE})
  void itIsTakenApartOnceForEachNumberOfRows(String script) {
    SqlSource source = source(script);
    BoundSql first = source.getBoundSql(parameter(3));
    source.getBoundSql(parameter(4));
    BoundSql again = source.getBoundSql(parameter(3));

    assertThat(again.getSql()).isSameAs(first.getSql());
    assertThat(again.getParameterMappings()).isSameAs(first.getParameterMappings());
    assertThat(source.getBoundSql(parameter(4)).getSql()).isNotEqualTo(first.getSql());
  }

  @Test
  void aSetIsLeftToMyBatis() {
    Object parameter = Map.of("nos", new TreeSet<>(List.of("b", "a")));

    assertThat(told(source(DELETE).getBoundSql(parameter)))
        .isEqualTo(told(myBatis(DELETE).getBoundSql(parameter)))
        .contains("[a, b]");
  }

  @Test
  void noRowsAreLeftToMyBatis() {
    assertThat(told(source(DELETE), 0)).isEqualTo(told(myBatis(DELETE), 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        <script>DELETE FROM award WHERE
        <foreach collection="nos" item="no" index="i" separator=",">#{no} = #{i}</foreach></script>
        """,
        """
        <script>DELETE FROM award WHERE
        <foreach collection="nos" item="no" separator=","><if test="no != 'no 1'">#{no}</if></foreach></script>
        """,
        """
        <script>DELETE FROM award WHERE no IN
        <foreach collection="nos" item="no" separator=",">#{no}</foreach> OR points IN
        <foreach collection="awards" item="award" separator=",">#{award.points}</foreach></script>
        """,
        """
        <script>DELETE FROM award WHERE no IN
        <foreach collection="nos" item="no" separator=",">'${no}'</foreach></script>
        """,
        "DELETE FROM award WHERE no = #{most}"
      })
  void whatIsNotUnderstoodIsLeftToMyBatis(String script) {
    SqlSource source = source(script);
    for (int rows = 0; rows <= 3; rows++) {
      assertThat(told(source, rows)).isEqualTo(told(myBatis(script), rows));
    }
  }

  private SqlSource source(String script) {
    return new RowsLanguageDriver().createSqlSource(configuration, script, Map.class);
  }

  private SqlSource myBatis(String script) {
    return new XMLLanguageDriver().createSqlSource(configuration, script, Map.class);
  }

  private String told(SqlSource source, int rows) {
    return told(source.getBoundSql(parameter(rows)));
  }

  /** The SQL, and the values in the order of its places. */
  private String told(BoundSql bound) {
    MetaObject parameter = configuration.newMetaObject(bound.getParameterObject());
    List<Object> values =
        bound.getParameterMappings().stream()
            .map(ParameterMapping::getProperty)
            .map(
                property ->
                    bound.hasAdditionalParameter(property)
                        ? bound.getAdditionalParameter(property)
                        : parameter.getValue(property))
            .toList();
    return bound.getSql().replaceAll("\\s+", " ").replaceAll(" ?([(),]) ?", "$1") + values;
  }

  private static Map<String, Object> parameter(int rows) {
    List<Award> awards =
        IntStream.rangeClosed(1, rows).mapToObj(row -> new Award("no " + row, row)).toList();
    return Map.of(
        "awards",
        awards,
        "nos",
        awards.stream().map(Award::no).toList(),
        "awardAt",
        "now",
        "most",
        rows);
  }

  record Award(String no, long points) {}
}
