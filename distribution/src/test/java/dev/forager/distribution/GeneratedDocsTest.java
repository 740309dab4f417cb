// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.ComponentRegistry;
import dev.forager.config.DocTables;
import dev.forager.config.SchemaWriter;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.ComponentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The documents that are written from the configuration records: the tables in the components'
 * READMEs, the list of components, the JSON schema. {@code ./mvnw -pl distribution -am test
 * -Ddocs.write=true} writes them.
 */
class GeneratedDocsTest {
    private static final boolean WRITE = Boolean.getBoolean("docs.write");
    private static final Path ROOT = Path.of("..");
    private static final Map<ComponentKind, String> MODULES =
            Map.of(
                    ComponentKind.RECEIVER, "receivers",
                    ComponentKind.PROCESSOR, "processors",
                    ComponentKind.EXPORTER, "exporters",
                    ComponentKind.CONNECTOR, "connectors",
                    ComponentKind.EXTENSION, "extensions");

    static List<ComponentFactory<?>> factories() {
        return ServiceLoader.load(ComponentCatalog.class).stream()
                .flatMap(catalog -> catalog.get().factories().stream())
                .<ComponentFactory<?>>map(factory -> factory)
                .sorted(
                        Comparator.<ComponentFactory<?>, ComponentKind>comparing(
                                        ComponentFactory::kind)
                                .thenComparing(factory -> factory.info().id()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("factories")
    void readme_hasTheTableOfItsRecord(ComponentFactory<?> factory) throws IOException {
        Path readme = ROOT.resolve(readme(factory));
        String present = Files.readString(readme);
        check(readme, DocTables.replace(present, factory.info().configType()));
    }

    @Test
    void componentsPage_listsEveryComponent() throws IOException {
        var page =
                new StringBuilder(
                        """
                        # Components

                        Written from the catalogs; each name leads to its keys. Underscores in a type may be left
                        out or added (`k8sattributes` is `k8s_attributes`); further names stand in brackets.
                        """);
        for (ComponentKind kind : ComponentKind.values()) {
            page.append("\n## ").append(kind.section()).append("\n\n");
            page.append("| id | what | stability |\n|---|---|---|\n");
            for (ComponentFactory<?> factory : factories()) {
                if (factory.kind() == kind) {
                    page.append(row(factory));
                }
            }
        }
        check(ROOT.resolve("docs/components.md"), page.toString());
    }

    @Test
    void schema_describesEveryConfiguration() throws IOException {
        List<ComponentCatalog> catalogs =
                ServiceLoader.load(ComponentCatalog.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        check(
                ROOT.resolve("docs/config.schema.json"),
                SchemaWriter.write(ComponentRegistry.of(catalogs)).strip() + "\n");
    }

    @Test
    void indexOfTheExamples_namesEveryFile() throws IOException {
        Path folder = ROOT.resolve("config-examples");
        String index = Files.readString(folder.resolve("README.md"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> !name.equals("README.md"))
                    .allSatisfy(name -> assertThat(index).contains("](" + name));
        }
    }

    private static String row(ComponentFactory<?> factory) {
        ComponentInfo<?> info = factory.info();
        var levels = new TreeMap<String, String>();
        info.signals().forEach((signal, level) -> levels.put(signal.id(), level.toString()));
        info.pairs().forEach((pair, level) -> levels.put(pair.toString(), level.toString()));
        String stability =
                levels.isEmpty()
                        ? String.valueOf(info.stability())
                        : String.join(
                                ", ",
                                levels.entrySet().stream()
                                        .map(e -> e.getKey() + ": " + e.getValue())
                                        .toList());
        String others =
                info.aliases().stream().map(" (`%s`)"::formatted).collect(Collectors.joining());
        return "| [%s](../%s)%s | %s | %s |\n"
                .formatted(info.id(), readme(factory), others, info.description(), stability);
    }

    private static String readme(ComponentFactory<?> factory) {
        String id = factory.info().id();
        String module =
                id.equals("ebpf")
                        ? "ebpf-receiver"
                        : id.startsWith("prometheus")
                                ? "prometheus"
                                : id.startsWith("k8s") ? "kubernetes" : MODULES.get(factory.kind());
        return module
                + "/src/main/java/"
                + factory.getClass().getPackageName().replace('.', '/')
                + "/README.md";
    }

    private static void check(Path file, String wanted) throws IOException {
        if (WRITE) {
            Files.writeString(file, wanted);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(
                        "%s is not what the records say: ./mvnw -pl distribution -am test"
                                + " -Ddocs.write=true writes it",
                        file)
                .isEqualTo(wanted);
    }
}
