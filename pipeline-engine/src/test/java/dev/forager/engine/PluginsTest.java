// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.CollectorConfig;
import dev.forager.config.ConfigException;
import dev.forager.config.ConfigResolver;
import dev.forager.config.FeatureGates;
import dev.forager.engine.sending.Timing;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import io.opentelemetry.api.metrics.Meter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Real jars, compiled here, that know nothing but the API. */
class PluginsTest {
    private static final String CATALOG = "META-INF/services/" + ComponentCatalog.class.getName();
    private static final String SOURCE =
            """
            package sample;

            import dev.forager.pdata.Signal;
            import dev.forager.pdata.Telemetry;
            import dev.forager.pipeline.*;
            import java.util.List;

            public final class Plugin implements ComponentCatalog {
                public record Config() {}

                @Override
                public List<ComponentFactory<?>> factories() {
                    return List.of(new Factory());
                }

                static final class Factory implements ProcessorFactory<Config> {
                    @Override
                    public ComponentInfo<Config> info() {
                        return ComponentInfo.of("NAME", Config.class)
                                .stability(Stability.BETA, Signal.TRACES);
                    }

                    @Override
                    public Processor create(Config config, ProcessorSettings settings, Consumer next) {
                        return (telemetry, context) -> {
                            next.consume(telemetry.seal().open(), context);
                            next.consume(telemetry.seal().open(), context);
                        };
                    }
                }
            }
            """;

    @TempDir Path folder = Path.of("");
    private final TestCatalog parts = new TestCatalog();

    @Test
    void aComponentOfAPluginRunsInAPipeline() throws Exception {
        jar("twice.jar", SOURCE.replace("NAME", "twice"), "sample.Plugin");
        Components components = Components.of(List.of(parts), Plugins.of(plugins()));
        assertThat(components.failures()).isEmpty();

        Service service = build(components, "twice");
        service.start();
        parts.send(3);
        service.stop(Duration.ofSeconds(5));

        assertThat(parts.sink.items()).isEqualTo(6);
        assertThat(service.balances())
                .singleElement()
                .satisfies(
                        balance -> {
                            assertThat(balance.created()).isEqualTo(3);
                            assertThat(balance.difference()).isZero();
                        });
    }

    @Test
    void aJarThatFailsIsNamed_andTheOthersWork() throws Exception {
        jar("a-missing.jar", SOURCE.replace("NAME", "missing"), "sample.Nowhere");
        Files.writeString(plugins().resolve("b-garbage.jar"), "no jar at all");
        jar("c-without.jar", SOURCE.replace("NAME", "without"), null);
        jar("d-good.jar", SOURCE.replace("NAME", "good"), "sample.Plugin");
        Components components = Components.of(List.of(parts), Plugins.of(plugins()));

        assertThat(components.registry().find(ComponentKind.PROCESSOR, "good")).isNotNull();
        assertThat(components.failures())
                .satisfiesExactly(
                        text -> assertThat(text).contains("a-missing.jar").contains("Nowhere"),
                        text -> assertThat(text).contains("b-garbage.jar").contains("zip"),
                        text ->
                                assertThat(text)
                                        .contains("c-without.jar")
                                        .contains("no components"));
        assertThatThrownBy(() -> build(components, "missing"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown type: \"missing\"");
        build(components, "good").stop(Duration.ZERO);
    }

    @Test
    void aPluginThatClashesWithTheProgramIsLeftOut() throws Exception {
        jar("a.jar", SOURCE.replace("NAME", "same"), "sample.Plugin");
        jar("b.jar", SOURCE.replace("NAME", "same"), "sample.Plugin");
        Components components = Components.of(List.of(parts), Plugins.of(plugins()));

        assertThat(components.registry().find(ComponentKind.PROCESSOR, "same")).isNotNull();
        assertThat(components.failures())
                .singleElement()
                .satisfies(
                        text ->
                                assertThat(text)
                                        .contains("b.jar")
                                        .contains("two processor components are called \"same\""));
    }

    @Test
    void aFolderThatDoesNotExistIsEmpty() {
        Plugins plugins = Plugins.of(folder.resolve("none"));

        assertThat(plugins.loaded()).isEmpty();
        assertThat(plugins.failures()).isEmpty();
    }

    private Service build(Components components, String processor) throws Exception {
        String yaml =
                TestCatalog.PIPELINE
                        .replace(
                                "exporters: {sink",
                                "processors: {%s: {}}\nexporters: {sink".formatted(processor))
                        .replace("[source],", "[source], processors: [%s],".formatted(processor));
        FeatureGates gates = FeatureGates.defaults();
        var resolved =
                ConfigResolver.over(name -> yaml).resolve(List.of("env:YAML"), List.of(), gates);
        var clock = new TestClock();
        return Service.build(
                CollectorConfig.load(resolved.root(), components.registry(), gates),
                new ServiceSettings(
                        TestSettings.BUILD,
                        new RecordedTelemetry(),
                        MemoryBudget.unlimited(),
                        clock,
                        new Timing(clock.scheduler(), clock::nanoTime, new Random(1)),
                        List.of(),
                        _ -> {}));
    }

    private Path plugins() throws IOException {
        return Files.createDirectories(folder.resolve("plugins"));
    }

    private void jar(String name, String source, @Nullable String catalog) throws Exception {
        Path classes = Files.createDirectories(folder.resolve(name + ".classes"));
        var compiler = ToolProvider.getSystemJavaCompiler();
        var options =
                List.of(
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-cp",
                        ClassPaths.of(
                                ComponentCatalog.class, Signal.class, Logger.class, Meter.class));
        assertThat(compiler.getTask(null, null, null, options, null, List.of(unit(source))).call())
                .isTrue();
        try (var jar = new JarOutputStream(Files.newOutputStream(plugins().resolve(name)));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, jar);
            }
            if (catalog != null) {
                jar.putNextEntry(new JarEntry(CATALOG));
                jar.write(catalog.getBytes(UTF_8));
            }
        }
    }

    private static JavaFileObject unit(String source) {
        return new SimpleJavaFileObject(
                URI.create("string:///sample/Plugin.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
