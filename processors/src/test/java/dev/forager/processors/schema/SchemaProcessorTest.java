// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Logs;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected files were recorded from the Go collector. */
class SchemaProcessorTest {
    private static final SchemaProcessorFactory FACTORY = new SchemaProcessorFactory();
    private static final Path CASES =
            Path.of("src/test/resources/dev/forager/processors/schema/golden");

    private final SchemaServer schemas;
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final CollectingConsumer next = new CollectingConsumer();

    SchemaProcessorTest() throws IOException {
        schemas = new SchemaServer();
    }

    @AfterEach
    void close() {
        schemas.close();
    }

    static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(each -> String.valueOf(each.getFileName())).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void golden(String name) throws Exception {
        Signal signal =
                Stream.of(Signal.values()).filter(it -> name.startsWith(it.id())).findFirst().get();
        String input = schemas.here(Files.readString(CASES.resolve(name).resolve("input.json")));
        String expected = Files.readString(CASES.resolve(name).resolve("expected.json"));

        Processor processor =
                start(Files.readString(CASES.resolve(name).resolve("config.yaml")), signal);
        processor.consume(TestTelemetry.fromJson(signal, input).open(), Context.background());

        assertThat(schemas.there(TestTelemetry.toJson(next.payloads().getFirst())))
                .isEqualTo(TestTelemetry.toJson(TestTelemetry.fromJson(signal, expected)));
    }

    private Processor start(String yaml, Signal signal) throws Exception {
        var config = assertThatConfig(FACTORY, schemas.here(yaml)).binds();
        Processor processor = FACTORY.create(config, settings.processor("schema", signal), next);
        processor.start(new TestHost());
        return processor;
    }

    private Traces traces(String url) {
        Traces traces = Traces.create();
        var group = traces.addResource().schemaUrl(schemas.here(url));
        group.resource().attributes().put("ip", "1").put("host.ip", "2");
        group.addScope().addSpan().name("a");
        return traces;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://schemas.test/other/1.0.0|not a known targetTranslation",
                "http://schemas.test/app/1.0.0|value \"host.ip\" already exists",
                "nonsense|invalid schema version",
            })
    void resourceThatCannotBeTranslated_failsForGood(String url, String message) throws Exception {
        Processor processor = start("targets: [http://schemas.test/app/1.4.0]", Signal.TRACES);
        assertThatThrownBy(() -> processor.consume(traces(url), Context.background()))
                .isInstanceOf(Permanent.class)
                .hasMessageContaining(message);
        assertThat(next.payloads()).isEmpty();
        assertThat(settings.metrics().sum("processor_schema_resource.failed")).isEqualTo(1);
    }

    @Test
    void fileThatCannotBeHad_isFetchedAgainAfterAPause() throws Exception {
        schemas.broken(true);
        Processor processor =
                start(
                        "{targets: [http://schemas.test/app/1.4.0], cache_retry_limit: 2,"
                                + " cache_cooldown: 1m}",
                        Signal.LOGS);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> processor.consume(logs(), Context.background()))
                    .isInstanceOf(Retryable.class)
                    .hasMessageStartingWith("failed to retrieve translation for http://127.0.0.1");
        }
        assertThat(schemas.asked()).hasSize(2);

        schemas.broken(false);
        clock.advance(Duration.ofMinutes(2));
        processor.consume(logs(), Context.background());
        processor.consume(logs(), Context.background());

        assertThat(schemas.asked()).hasSize(3);
        assertThat(next.payloads()).hasSize(2);
        assertThat(settings.metrics().sum("processor_schema_cache.misses")).isEqualTo(3);
        assertThat(settings.metrics().sum("processor_schema.translated")).isEqualTo(2);
    }

    private Logs logs() {
        Logs logs = Logs.create();
        var group = logs.addResource().schemaUrl(schemas.here("http://schemas.test/app/1.2.0"));
        group.addScope().addRecord().attributes().put("lvl", "info");
        return logs;
    }

    @Test
    void prefetch_isDoneAtTheStart() throws Exception {
        start(
                "{targets: [http://schemas.test/app/1.4.0],"
                        + " prefetch: [http://schemas.test/app/1.2.0]}",
                Signal.LOGS);
        assertThat(schemas.asked()).containsExactly("/app/1.4.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|no schema targets defined: requires schema targets",
                "targets: [http://a/1.0]|invalid schema version",
                "targets: [http://a/1.0.x]|strconv.Atoi: parsing \"x\": invalid syntax",
                "targets: [ftp://a/b/1.0.0]|must use http(s): invalid schema family",
                "targets: [http://a/b/]|must not have trailing slash: invalid schema version",
                "targets: [http://a/b/1.0.0, http://a/b/1.1.0]|duplicate targets detected",
                "{targets: [http://a/1.0.0], prefetch: [x]}|invalid schema version",
                "{targets: [http://a/1.0.0], cache_cooldown: -1s}|cache_cooldown must not be negative",
                "{targets: [http://a/1.0.0], cache_retry_limit: -1}|cache_retry_limit must not be negative",
                "{targets: [http://a/1.0.0], storage: file_storage}|storage",
                "{targets: [http://a/1.0.0], migration: [{target: http://a/1.0.0}]}|migration entry requires a from schema URL",
                "{targets: [http://a/1.0.0], migration: [{target: http://b/1.0.0, from: http://b/1.1.0}]}|migration target does not match any configured target",
                "{targets: [http://a/1.0.0], migration: [{target: http://a/1.0.0, from: http://b/1.1.0}]}|migration from and target must be in the same schema family",
            })
    void mistakes_areReported(String yaml, String message) {
        assertThatConfig(FACTORY, yaml).failsWith(message);
    }

    @Test
    void mistakes_areToldAtOnce() {
        assertThatConfig(
                        FACTORY,
                        "{cache_cooldown: -1s, cache_retry_limit: -1, storage: x, prefetch: [a, b],"
                                + " targets: [c, http://a/1.0.0, http://a/1.1.0], migration: [{}]}")
                .failsWith(
                        "cache_cooldown must not be negative",
                        "cache_retry_limit must not be negative",
                        "storage: not supported",
                        "prefetch[0]: ",
                        "prefetch[1]: ",
                        "targets[0]: ",
                        "targets[2]: duplicate targets detected",
                        "migration[0]: migration entry requires a from schema URL");
    }

    @Nested
    class Contract extends ProcessorContract<SchemaProcessorConfig> {
        @Override
        protected ProcessorFactory<SchemaProcessorConfig> factory() {
            return FACTORY;
        }

        @Override
        protected SchemaProcessorConfig config() {
            return assertThatConfig(FACTORY, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return "targets: [https://opentelemetry.io/schemas/1.26.0]";
        }
    }
}
