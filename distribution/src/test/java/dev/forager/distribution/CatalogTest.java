// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.config.Doc;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every component that the program brings. */
class CatalogTest {
    static List<ComponentFactory<?>> factories() {
        return ServiceLoader.load(ComponentCatalog.class).stream()
                .flatMap(catalog -> catalog.get().factories().stream())
                .<ComponentFactory<?>>map(factory -> factory)
                .toList();
    }

    @Test
    void everyFactoryClass_isListed() {
        Set<String> listed = new HashSet<>();
        factories().forEach(factory -> listed.add(factory.getClass().getName()));
        List<String> written =
                new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages(
                                        "dev.forager.receivers",
                                        "dev.forager.processors",
                                        "dev.forager.exporters",
                                        "dev.forager.connectors",
                                        "dev.forager.extensions")
                                .stream()
                                .filter(each -> each.isAssignableTo(ComponentFactory.class))
                                .map(JavaClass::getName)
                                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void ids_areUniqueWithinAKind() {
        assertThat(factories().stream().map(f -> f.kind() + " " + f.info().id()).toList())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("factories")
    void info_saysWhatTheComponentIs(ComponentFactory<?> factory) {
        assertThat(factory.info().id()).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
        assertThat(factory.info().description()).endsWith(".").hasSizeGreaterThan(10);
        boolean carries =
                !factory.info().signals().isEmpty()
                        || !factory.info().pairs().isEmpty()
                        || factory.info().stability() != null;
        assertThat(carries).as("signals, pairs or a stability").isTrue();
    }

    @ParameterizedTest
    @MethodSource("factories")
    void everyKey_isExplained(ComponentFactory<?> factory) {
        for (RecordComponent component : factory.info().configType().getRecordComponents()) {
            Doc doc = component.getAnnotation(Doc.class);
            boolean inline =
                    component.isAnnotationPresent(dev.forager.pipeline.config.Inline.class);
            assertThat(inline || doc != null).as("@Doc of %s", component).isTrue();
            if (doc != null) {
                assertThat(doc.value()).as("%s", component).endsWith(".");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("factories")
    void readme_standsBesideTheSources(ComponentFactory<?> factory) throws Exception {
        String pack = factory.getClass().getPackageName();
        String[] names = pack.split("\\.");
        String module =
                names[3].equals("ebpf")
                        ? "ebpf-receiver"
                        : names[3].startsWith("prometheus")
                                ? "prometheus"
                                : names[3].startsWith("k8s") ? "kubernetes" : names[2];
        Path readme = Path.of("..", module, "src/main/java", pack.replace('.', '/'), "README.md");
        assertThat(readme).exists();
        assertThat(Files.readString(readme)).contains("<!-- generated: config -->");
    }
}
