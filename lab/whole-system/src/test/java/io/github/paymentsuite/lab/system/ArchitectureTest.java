package io.github.paymentsuite.lab.system;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of style that a machine can check, over the compiled classes of every module. */
class ArchitectureTest {
  private static final String ROOT = "io.github.paymentsuite";
  private static final String SPRING_WEB = "org.springframework.web.bind.annotation";
  private static final String[] SERVICES = {
    ROOT + ".payment", ROOT + ".order", ROOT + ".points", ROOT + ".notify"
  };

  private static final JavaClasses PRODUCT =
      classesOf(
          "target/classes",
          "common-events",
          "service-starter",
          "payment-service",
          "order-service",
          "points-service",
          "notify-service");
  private static final JavaClasses TESTS =
      classesOf(
          "target/test-classes",
          "common-events",
          "service-starter",
          "payment-service",
          "order-service",
          "points-service",
          "notify-service",
          "lab/provider-simulator",
          "lab/local-infrastructure",
          "lab/fault-agent",
          "lab/whole-system");

  @Test
  void aServiceShowsNothingButItsApplication() {
    // What is nested in an interface is public by the language.
    classes()
        .that()
        .areTopLevelClasses()
        .and()
        .resideInAnyPackage(SERVICES)
        .and(are(not(simpleNameEndingWith("ServiceApplication"))))
        .should()
        .notBePublic()
        .check(PRODUCT);
  }

  @Test
  void anAdapterToTheOutsideIsSeenThroughItsPortOnly() {
    classes().that().haveSimpleNameStartingWith("Simulator").should().notBePublic().check(PRODUCT);
  }

  @Test
  void servicesShareNothingButTheContractAndTheStarter() {
    slices()
        .matching(ROOT + ".(payment|order|points|notify)..")
        .should()
        .notDependOnEachOther()
        .check(PRODUCT);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".starter..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SERVICES)
        .check(PRODUCT);
  }

  @Test
  void theContractKnowsNoFramework() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".events")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "com.alibaba.fastjson2..", ROOT + ".events")
        .check(PRODUCT);
  }

  @Test
  void theProductKnowsNothingOfTheLab() {
    noClasses().should().dependOnClassesThat(resideInAPackage(ROOT + ".lab..")).check(PRODUCT);
  }

  @Test
  void whatABeanNeedsStandsInItsConstructor() {
    noFields()
        .should()
        .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
        .orShould()
        .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
        .check(PRODUCT);
  }

  @Test
  void everyEndpointSaysWhatAllowsIt() {
    methods()
        .that()
        .areAnnotatedWith(
            DescribedPredicate.describe(
                "a mapping",
                (JavaAnnotation<?> annotation) ->
                    annotation.getRawType().getPackageName().equals(SPRING_WEB)
                        && annotation.getRawType().getSimpleName().endsWith("Mapping")))
        .should()
        .beAnnotatedWith(ROOT + ".starter.RequiresScope")
        .check(PRODUCT);
  }

  @Test
  void thereIsNoStaticState() {
    fields().that().areStatic().should().beFinal().check(PRODUCT);
  }

  @Test
  void timeComesFromAClock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Date.class)
        .check(PRODUCT);
  }

  @Test
  void moneyIsNeverABinaryFloat() {
    noFields()
        .should()
        .haveRawType(double.class)
        .orShould()
        .haveRawType(float.class)
        .orShould()
        .haveRawType(Double.class)
        .orShould()
        .haveRawType(Float.class)
        .check(PRODUCT);
    noMethods()
        .should()
        .haveRawReturnType(double.class)
        .orShould()
        .haveRawReturnType(float.class)
        .check(PRODUCT);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameStartingWith("Common")
        .check(PRODUCT);
  }

  @Test
  void transactionsSitOnServicesAndNotOnListeners() {
    noMethods()
        .that()
        .areDeclaredInClassesThat()
        .haveSimpleNameEndingWith("Listener")
        .should()
        .beAnnotatedWith("org.springframework.transaction.annotation.Transactional")
        .check(PRODUCT);
  }

  @Test
  void mappersAreTypedAndSpliceNoSql() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .areAnnotatedWith("org.apache.ibatis.annotations.Mapper")
        .should(takeNoMapAndSpliceNoSql())
        .check(PRODUCT);
  }

  @Test
  void testsAwaitAndNeverSleep() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(TESTS);
  }

  private static ArchCondition<JavaMethod> takeNoMapAndSpliceNoSql() {
    return new ArchCondition<>("take no Map and splice no SQL") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        if (method.getRawParameterTypes().stream()
            .anyMatch(type -> type.isAssignableTo(Map.class))) {
          events.add(SimpleConditionEvent.violated(method, method + " takes a Map"));
        }
        if (method.getAnnotations().stream().anyMatch(ArchitectureTest::splices)) {
          events.add(SimpleConditionEvent.violated(method, method + " splices its SQL"));
        }
      }
    };
  }

  private static boolean splices(JavaAnnotation<?> annotation) {
    return annotation.get("value").stream()
        .flatMap(value -> value instanceof Object[] lines ? Stream.of(lines) : Stream.of(value))
        .anyMatch(line -> line.toString().contains("${"));
  }

  private static JavaClasses classesOf(String folder, String... modules) {
    Path root = ProjectRoot.find();
    List<Path> folders =
        Stream.of(modules).map(module -> root.resolve(module).resolve(folder)).toList();
    assertThat(folders).allMatch(Files::isDirectory);
    return new ClassFileImporter().importPaths(folders);
  }
}
