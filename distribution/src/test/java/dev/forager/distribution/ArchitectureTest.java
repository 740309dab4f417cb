// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between modules and the rules that hold for every class of the product. */
class ArchitectureTest {
    private static final List<String> KINDS =
            List.of("receivers", "processors", "exporters", "connectors", "extensions");

    private static final String[] COMPONENTS =
            KINDS.stream().map(kind -> "dev.forager." + kind + "..").toArray(String[]::new);

    private static JavaClasses product = new ClassFileImporter().importClasses();

    @BeforeAll
    static void readClasses() {
        product =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(
                                at -> !at.contains("/benchmarks/") && !at.contains("/test/"))
                        .importPackages("dev.forager");
        assertThat(product).hasSizeGreaterThan(100);
    }

    @Test
    void pdata_seesNothingButTheJdkAndJacksonCore() {
        check(
                classes()
                        .that()
                        .resideInAPackage("dev.forager.pdata..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "dev.forager.pdata..",
                                "java..",
                                "com.fasterxml.jackson.core..",
                                "org.jspecify.."));
    }

    /** A rule about a package that was renamed would hold for nothing. */
    @Test
    void packages_areThoseThatTheRulesName() {
        var names = new TreeSet<>(KINDS);
        names.addAll(
                List.of(
                        "pdata",
                        "pipeline",
                        "config",
                        "engine",
                        "transport",
                        "ottl",
                        "kubernetes",
                        "prometheus",
                        "testkit",
                        "distribution"));
        assertThat(product.stream().map(ArchitectureTest::part).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    /** The word behind {@code dev.forager}. */
    private static String part(JavaClass each) {
        return each.getPackageName().split("\\.", -1)[2];
    }

    @Test
    void pipelineApi_seesPdataOnly() {
        sees("pipeline", "pdata");
    }

    @Test
    void config_seesApiAndPdataOnly() {
        sees("config", "pipeline", "pdata");
    }

    @Test
    void transport_seesApiAndPdataOnly() {
        sees("transport", "pipeline", "pdata");
    }

    @Test
    void ottl_seesPdataOnly() {
        sees("ottl", "pdata");
    }

    @Test
    void testkit_seesApiPdataAndConfigOnly() {
        sees("testkit", "pipeline", "pdata", "config");
    }

    /** The catalog lists the components of its module. */
    @Test
    void kubernetes_seesWhatAComponentMay() {
        check(
                noClasses()
                        .that(residesIn("dev.forager.kubernetes..").and(notIn("..catalog..")))
                        .should()
                        .dependOnClassesThat(
                                others("kubernetes", "pipeline", "pdata", "transport", "ottl")));
    }

    /** The catalog lists the components of its module. */
    @Test
    void prometheus_seesWhatAComponentMayAndKubernetes() {
        check(
                noClasses()
                        .that(residesIn("dev.forager.prometheus..").and(notIn("..catalog..")))
                        .should()
                        .dependOnClassesThat(
                                others(
                                        "prometheus",
                                        "pipeline",
                                        "pdata",
                                        "transport",
                                        "ottl",
                                        "kubernetes")));
    }

    private static void sees(String part, String... seen) {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.forager." + part + "..")
                        .should()
                        .dependOnClassesThat(others(part, seen)));
    }

    /** Classes of ours in no such part. */
    private static DescribedPredicate<JavaClass> others(String part, String... more) {
        DescribedPredicate<JavaClass> others =
                residesIn("dev.forager..").and(notIn("dev.forager." + part + ".."));
        for (String each : more) {
            others = others.and(notIn("dev.forager." + each + ".."));
        }
        return others;
    }

    @Test
    void engine_seesNoComponentAndNoTransport() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.forager.engine..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "dev.forager.transport..",
                                "dev.forager.receivers..",
                                "dev.forager.processors..",
                                "dev.forager.exporters..",
                                "dev.forager.connectors..",
                                "dev.forager.extensions..",
                                "com.linecorp.armeria.."));
    }

    @Test
    void components_seeNeitherEngineNorConfig() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(COMPONENTS)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("dev.forager.engine..", "dev.forager.config.."));
    }

    @Test
    void components_doNotSeeEachOther() {
        for (String kind : KINDS) {
            check(
                    noClasses()
                            .that()
                            .resideInAPackage("dev.forager." + kind + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(
                                    KINDS.stream()
                                            .filter(other -> !other.equals(kind))
                                            .map(other -> "dev.forager." + other + "..")
                                            .toArray(String[]::new)));
            check(
                    slices().matching("dev.forager." + kind + ".(*)..")
                            .should()
                            .notDependOnEachOther()
                            .ignoreDependency(DescribedPredicate.alwaysTrue(), sharedParts()));
        }
    }

    /**
     * A package below a kind without a factory is no component: components of that kind share it,
     * and it sees none of them.
     */
    private static DescribedPredicate<JavaClass> sharedParts() {
        Set<String> componentPackages =
                product.stream()
                        .filter(each -> each.isAssignableTo(ComponentFactory.class))
                        .map(JavaClass::getPackageName)
                        .collect(Collectors.toSet());
        return new InComponentPackage()
                .and(
                        DescribedPredicate.describe(
                                "no component",
                                each -> !componentPackages.contains(each.getPackageName())));
    }

    @Test
    void components_showFactoryAndConfigOnly() {
        List<String> shown = new ArrayList<>();
        for (JavaClass each :
                product.that(new InComponentPackage().and(DescribedPredicate.not(sharedParts())))) {
            boolean allowed =
                    each.isAssignableTo(ComponentFactory.class)
                            || each.isAssignableTo(ComponentCatalog.class)
                            || each.isRecord()
                            || each.isEnum()
                            || each.isInterface();
            if (isVisible(each) && !allowed && !isNestedInRecord(each)) {
                shown.add(each.getName());
            }
        }
        assertThat(shown).as("public classes of components").isEmpty();
    }

    /** Whether code of other packages can name it: a member of an interface is public by itself. */
    private static boolean isVisible(JavaClass each) {
        return each.getModifiers().contains(JavaModifier.PUBLIC)
                && each.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }

    private static boolean isNestedInRecord(JavaClass each) {
        return each.getEnclosingClass().map(JavaClass::isRecord).orElse(false);
    }

    @Test
    void armeria_staysInTransportAndComponents() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "dev.forager.transport..",
                                "dev.forager.receivers..",
                                "dev.forager.exporters..",
                                "dev.forager.extensions..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("com.linecorp.armeria..", "io.netty.."));
    }

    /** Beside configurations only schema files are YAML. */
    @Test
    void yaml_staysInConfig() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "dev.forager.config..", "dev.forager.processors.schema..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.yaml.snakeyaml..", "com.fasterxml.jackson.dataformat.yaml.."));
    }

    @Test
    void foreignMemory_staysInOneClassOfTransportAndAtTheBorderToTheKernel() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "dev.forager.transport.codec..", "dev.forager.receivers.ebpf.sys..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("java.lang.foreign.."));
    }

    @Test
    void nobody_sleeps() {
        check(
                noClasses()
                        .should()
                        .callMethodWhere(
                                target(owner(assignableTo(Thread.class)))
                                        .and(target(name("sleep"))))
                        .orShould()
                        .callMethod(TimeUnit.class, "sleep", long.class));
    }

    @Test
    void nobody_waitsForFuturesOutsideTransportAndExporters() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "dev.forager.transport..", "dev.forager.exporters..")
                        .should()
                        .callMethod(CompletableFuture.class, "join")
                        .orShould()
                        .callMethod(CompletableFuture.class, "get"));
    }

    @Test
    void standardStreams_belongToTheCommandLine() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "dev.forager.distribution..", "dev.forager.engine.telemetry..")
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err"));
    }

    @Test
    void statics_areFinal() {
        check(
                fields().that()
                        .areStatic()
                        .and()
                        .areDeclaredInClassesThat()
                        // A process has one log, and what logs before it is configured must find
                        // it.
                        .doNotHaveSimpleName("ProcessLog")
                        .should()
                        .beFinal());
    }

    @Test
    void packages_areNullMarked() {
        assertThat(product.stream().map(JavaClass::getPackage).distinct())
                .allSatisfy(
                        each ->
                                assertThat(each.isAnnotatedWith(NullMarked.class))
                                        .as("%s has a @NullMarked package-info", each.getName())
                                        .isTrue());
    }

    private static void check(ArchRule rule) {
        rule.check(product);
    }

    private static DescribedPredicate<JavaClass> residesIn(String pattern) {
        return JavaClass.Predicates.resideInAPackage(pattern);
    }

    private static DescribedPredicate<JavaClass> notIn(String pattern) {
        return DescribedPredicate.not(residesIn(pattern));
    }

    /** One package below a kind: {@code dev.forager.exporters.debug}. */
    private static final class InComponentPackage extends DescribedPredicate<JavaClass> {
        InComponentPackage() {
            super("in a component package");
        }

        @Override
        public boolean test(JavaClass each) {
            return each.getPackageName()
                    .matches("dev\\.forager\\.(%s)\\..+".formatted(String.join("|", KINDS)));
        }
    }
}
