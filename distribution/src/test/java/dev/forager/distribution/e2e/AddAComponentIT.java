// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.testkit.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows docs/add-a-component.md: compiles its code, drops the jar into {@code plugins/} of a
 * distribution, and sends a span through the new component.
 */
class AddAComponentIT {
    private static final Pattern FILE =
            Pattern.compile("(?ms)^```(?:java|text) (\\S+)\\n(.*?)^```");

    @TempDir Path folder = Path.of("");

    @Test
    void component_ofThePage_worksAsAPlugin() throws Exception {
        Path home = copyOfTheDistribution();
        jar(compiled(page()), home.resolve("plugins/stamp.jar"));
        int http = Ports.free();
        Path config = folder.resolve("config.yaml");
        Files.writeString(
                config,
                Configs.otlpTo(Ports.free(), http, Ports.free(), "debug", "{verbosity: detailed}")
                        .replace(
                                "exporters:\n",
                                "processors: {stamp: {key: team, value: checkout}}\nexporters:\n")
                        .replace("exporters: [debug]", "processors: [stamp], exporters: [debug]"));
        try (var forager =
                RunningForager.start(
                        home.resolve("bin/forager"),
                        Map.of("FORAGER_OPTS", "-XX:AOTMode=on"),
                        "--config",
                        config.toString())) {
            forager.awaitReady();
            var response =
                    Http.postJson(
                            http,
                            "/v1/logs",
                            "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"hi\"}}]}]}]}");
            assertThat(response.statusCode()).isEqualTo(200);
            forager.awaitLog("     -> team: Str(checkout)");
        }
    }

    private Path copyOfTheDistribution() throws Exception {
        Path home = folder.resolve("forager");
        int code =
                new ProcessBuilder("cp", "-a", RunningForager.HOME.toString(), home.toString())
                        .start()
                        .waitFor();
        assertThat(code).isZero();
        return home;
    }

    private static Map<String, String> page() throws IOException {
        var files = new TreeMap<String, String>();
        Matcher matcher = FILE.matcher(Files.readString(Path.of("../docs/add-a-component.md")));
        while (matcher.find()) {
            files.put(matcher.group(1), matcher.group(2));
        }
        assertThat(files).hasSize(5);
        return files;
    }

    private Path compiled(Map<String, String> files) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        var sources = new ArrayList<String>();
        for (var file : files.entrySet()) {
            boolean java = file.getKey().endsWith(".java");
            Path path = (java ? folder : classes).resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            if (java) {
                sources.add(path.toString());
            }
        }
        var arguments =
                new ArrayList<>(
                        List.of(
                                "-d",
                                classes.toString(),
                                "-Werror",
                                "-Xlint:all,-processing,-path,-classfile"));
        arguments.addAll(List.of("-cp", libraries()));
        arguments.addAll(sources);
        int code =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, arguments.toArray(String[]::new));
        assertThat(code).as("javac").isZero();
        return classes;
    }

    private static String libraries() throws IOException {
        Path lib = RunningForager.HOME.resolve("lib");
        return Stream.of(Files.readAllLines(lib.resolve("classpath")).getFirst().split(" "))
                .map(jar -> lib.resolve(jar).toString())
                .collect(Collectors.joining(":"));
    }

    private static void jar(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            URI base = classes.toUri();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(base.relativize(file.toUri()).getPath()));
                out.write(Files.readAllBytes(file));
                out.closeEntry();
            }
        }
        assertThat(
                        Files.readString(
                                classes.resolve(
                                        "META-INF/services/dev.forager.pipeline.ComponentCatalog"),
                                StandardCharsets.UTF_8))
                .contains("StampCatalog");
    }
}
