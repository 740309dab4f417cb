// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.ottl.OttlFunction;
import dev.forager.pdata.Value;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar in {@code plugins/} that brings a function of OTTL and nothing else. */
class FunctionPluginTest {
    private static final String SOURCE =
            """
            package sample;

            import dev.forager.ottl.*;
            import dev.forager.pdata.Value;
            import java.util.List;

            public final class Shouting implements FunctionCatalog {
                @Override
                public List<Class<? extends OttlFunction>> functions() {
                    return List.of(Shout.class);
                }

                @Doc("Text with an exclamation mark.")
                public record Shout(@Doc("The text.") StringGetter target) implements Converter {
                    @Override
                    public Getter compile() {
                        return cursor -> Value.of(target.text(cursor).string() + "!");
                    }
                }
            }
            """;

    @TempDir Path home = Path.of("");
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void pluginInItsFolder() throws IOException {
        Path classes = Files.createDirectories(home.resolve("classes"));
        Path source = Files.writeString(home.resolve("Shouting.java"), SOURCE);
        String classPath =
                Stream.of(OttlFunction.class, Value.class, Nullable.class)
                        .map(FunctionPluginTest::place)
                        .collect(Collectors.joining(File.pathSeparator));
        List<String> arguments =
                List.of(
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-cp",
                        classPath,
                        source.toString());
        int code =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, arguments.toArray(String[]::new));
        assertThat(code).as("javac").isZero();
        Path jar = Files.createDirectories(home.resolve("plugins")).resolve("shout.jar");
        try (var archive = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                archive.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, archive);
            }
            archive.putNextEntry(
                    new JarEntry("META-INF/services/dev.forager.ottl.FunctionCatalog"));
            archive.write("sample.Shouting".getBytes(UTF_8));
        }
        System.setProperty("forager.home", home.toString());
    }

    private static String place(Class<?> type) {
        return Path.of(
                        URI.create(
                                type.getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toString()))
                .toString();
    }

    @AfterEach
    void programWithoutPlugins() {
        System.clearProperty("forager.home");
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void functionOfAPlugin_isKnownToConfigurations() {
        int code = run("validate", "--config=yaml:" + config("set(log.body, Shout(\"x\"))"));
        assertThat(code).as(err.toString(UTF_8)).isZero();
        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(run("validate", "--config=yaml:" + config("set(log.body, Shoot(\"x\"))")))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .contains("undefined function \"Shoot\", did you mean \"Shout\"?");
    }

    @Test
    void functionOfAPlugin_runs() throws IOException {
        Path input = home.resolve("logs.json");
        Files.writeString(
                input,
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"severityText\":\"hey\"}]}]}]}");
        int code =
                run("ottl", "set(log.body, Shout(log.severity_text))", "--input", input.toString());
        assertThat(code).as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains("\"stringValue\" : \"hey!\"");
    }

    private static String config(String statement) {
        return """
        {receivers: {nop: {}}, exporters: {nop: {}},
         processors: {transform: {log_statements: ['%s']}},
         service: {pipelines: {logs: {receivers: [nop], processors: [transform], exporters: [nop]}}}}
        """
                .formatted(statement);
    }

    private int run(String... arguments) {
        return Main.program(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .run(arguments);
    }
}
