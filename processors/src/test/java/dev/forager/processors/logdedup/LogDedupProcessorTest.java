// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.logdedup;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Payload;
import dev.forager.pdata.SeverityNumber;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Value;
import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.LocatedText;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogDedupProcessorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long START_NANOS = TestClock.START.getEpochSecond() * 1_000_000_000;

    private final LogDedupProcessorFactory factory = new LogDedupProcessorFactory();
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final CollectingConsumer next = new CollectingConsumer();
    private LogDedupProcessor processor = start("{}");

    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenFolder.of(getClass(), "golden").tests(factory);
    }

    @Test
    void sameRecords_becomeOneWithTheirNumberAndTimes() throws Exception {
        consume(record("a"), record("b"));
        clock.advance(Duration.ofSeconds(3));
        consume(record("a").timeUnixNano(7).observedTimeUnixNano(8));
        assertThat(next.attempts()).isZero();
        assertThat(processor.heldItems()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(7));
        LogRecord first = records().getFirst();
        assertThat(first.attributes())
                .hasToString(
                        "{log_count=2, first_observed_timestamp=2026-01-01T00:00:00Z,"
                                + " last_observed_timestamp=2026-01-01T00:00:03Z}");
        assertThat(first.timeUnixNano()).isEqualTo(START_NANOS + 10_000_000_000L);
        assertThat(first.observedTimeUnixNano()).isEqualTo(START_NANOS);
        assertThat(records()).hasSize(2);
        assertThat(
                        settings.metrics()
                                .histogram("dedup_processor_aggregated_logs")
                                .getFirst()
                                .getSum())
                .isEqualTo(3);
        clock.advance(Duration.ofSeconds(60));
        assertThat(next.attempts()).isEqualTo(1);
        assertThat(processor.heldItems()).isZero();
    }

    @Test
    void bodySeverityAttributesAndResource_keepRecordsApart() throws Exception {
        LogRecord other = record("a");
        other.attributes().put("k", 1);
        consume(
                record("a"),
                record("a").severityText("WARN"),
                record("a").severityNumber(SeverityNumber.WARN),
                other);
        Logs elsewhere = Logs.create();
        var group = elsewhere.addResource();
        group.resource().attributes().put("r", 1);
        group.addScope().records().add(record("a"));
        processor.consume(elsewhere, Context.background());
        processor.stop(PATIENCE);
        assertThat(records())
                .hasSize(5)
                .allMatch(each -> each.attributes().getLong("log_count", 0) == 1);
    }

    @Test
    void includedFields_decideAlone() throws Exception {
        processor = start("include_fields: [attributes.id, 'body.a\\.b.c']");
        LogRecord first = record("x");
        first.attributes().put("id", 1);
        LogRecord second = record("y");
        second.attributes().put("id", 1);
        LogRecord third =
                new LogRecord()
                        .body(
                                Value.MapV.of()
                                        .with("a.b", Value.MapV.of().with("c", Value.of(1)))
                                        .with("z", Value.of(1)));
        LogRecord fourth =
                new LogRecord()
                        .body(
                                Value.MapV.of()
                                        .with("a.b", Value.MapV.of().with("c", Value.of(1)))
                                        .with("z", Value.of(2)));
        consume(first, second, third, fourth, record("p"), record("q"));
        processor.stop(PATIENCE);
        assertThat(records())
                .map(each -> each.attributes().getLong("log_count", 0))
                .containsExactly(2L, 2L, 1L, 1L);
    }

    @Test
    void excludedFields_areRemoved() throws Exception {
        processor =
                start("exclude_fields: [attributes.src.ip, attributes.gone, body.time, body.a.b]");
        for (int i = 0; i < 2; i++) {
            LogRecord record =
                    new LogRecord()
                            .body(
                                    Value.MapV.of()
                                            .with("time", Value.of(i))
                                            .with("a", Value.MapV.of().with("b", Value.of(i)))
                                            .with("kept", Value.of("x")));
            record.attributes().put("src", Value.MapV.of().with("ip", Value.of(i)));
            record.attributes().put("gone", i);
            consume(record);
        }
        processor.stop(PATIENCE);
        assertThat(records()).hasSize(1);
        assertThat(records().getFirst().body()).hasToString("[a=[], kept=x]");
        assertThat(records().getFirst().attributes().toString()).startsWith("{src=[], log_count=2");
    }

    @Test
    void recordsThatNoConditionMeans_passAtOnce() throws Exception {
        processor =
                start(
                        "conditions: ['log.attributes[\"k\"] == 1', 'resource.attributes[\"r\"] =="
                                + " \"x\"']");
        LogRecord meant = record("a");
        meant.attributes().put("k", 1);
        consume(meant, record("b"));
        assertThat(records()).map(each -> each.body().toString()).containsExactly("b");
        processor.stop(PATIENCE);
        assertThat(records()).map(each -> each.body().toString()).containsExactly("b", "a");
    }

    @Test
    void wrongCondition_isToldWhenTheGraphIsBuilt() {
        assertThatThrownBy(() -> start("conditions: ['log.nothing == 1']"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing");
    }

    @Test
    void timezone_isThatOfTheTexts() throws Exception {
        processor = start("timezone: America/New_York");
        consume(record("a"));
        processor.stop(PATIENCE);
        assertThat(records().getFirst().attributes().getString("first_observed_timestamp", ""))
                .isEqualTo("2025-12-31T19:00:00-05:00");
    }

    /** A short name of the time zone database, which Java leaves out. */
    @Test
    void shortTimezone_isKnown() throws Exception {
        processor = start("timezone: HST");
        consume(record("a"));
        processor.stop(PATIENCE);
        assertThat(records().getFirst().attributes().getString("first_observed_timestamp", ""))
                .isEqualTo("2025-12-31T14:00:00-10:00");
    }

    @Test
    void metadataKeys_keepRecordsApart() throws Exception {
        processor = start("{metadata_keys: [tenant], metadata_cardinality_limit: 2}");
        consume(metadata("a"), record("x"));
        consume(metadata("b"), record("x"));
        consume(metadata("a"), record("x"));
        assertThatThrownBy(() -> consume(metadata("c"), record("x")))
                .isInstanceOf(Permanent.class)
                .hasMessage("too many log_dedup metadata-value combinations");
        processor.stop(PATIENCE);
        assertThat(records())
                .map(each -> each.attributes().getLong("log_count", 0))
                .containsExactly(2L, 1L);
        assertThat(next.contexts().getFirst().client().metadata())
                .isEqualTo(Metadata.of(Map.of("tenant", List.of("a"))));
    }

    @Test
    void metadataKeysWithoutALimit_areWarnedOf() {
        start("metadata_keys: [tenant]");
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .singleElement()
                .asString()
                .startsWith("WARN metadata_keys is set without metadata_cardinality_limit");
    }

    @Test
    void recordsBeyondTheLimit_passAtOnce() throws Exception {
        processor = start("max_records: 1");
        consume(record("a"), record("b"), record("a"));
        assertThat(records()).map(each -> each.body().toString()).containsExactly("b");
        assertThat(settings.metrics().sum("forager_processor_state_refused")).isEqualTo(1);
        processor.stop(PATIENCE);
        assertThat(records()).last().matches(it -> it.attributes().getLong("log_count", 0) == 2);
    }

    /** However many clients there are: the limit is that of the processor. */
    @Test
    void limit_isForAllMetadataTogether() throws Exception {
        processor = start("{max_records: 2, metadata_keys: [tenant]}");
        consume(metadata("a"), record("x"));
        consume(metadata("b"), record("x"));
        consume(metadata("c"), record("x"));
        assertThat(processor.heldItems()).isEqualTo(2);
        assertThat(records()).hasSize(1);
        processor.stop(PATIENCE);
        assertThat(records()).hasSize(3);
    }

    @Test
    void recordOnWhichAConditionFails_passes() throws Exception {
        processor = start("conditions: ['Substring(body, 0, 9) == \"x\"', 'true']");
        consume(record("a"), record("b"));
        assertThat(records()).hasSize(2);
        assertThat(settings.log().lines())
                .extracting(LogLine::message)
                .containsExactly("error matching conditions");
    }

    @Test
    void failedSending_isTold() throws Exception {
        next.refuse(new Permanent("no"));
        consume(record("a"));
        clock.advance(PATIENCE);
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .containsExactly("ERROR failed to consume logs {error=no}");
        processor.stop(PATIENCE);
        assertThatThrownBy(() -> consume(record("a"))).isInstanceOf(Retryable.class);
    }

    /** A million characters, NaN and depth are just content. */
    @Test
    void hostileContent_isCompared() throws Exception {
        Value deep = Value.of(Double.NaN);
        for (int i = 0; i < 90; i++) {
            deep = Value.Arr.of(deep);
        }
        for (int i = 0; i < 2; i++) {
            consume(new LogRecord().body(deep), record("x".repeat(1_000_000)), new LogRecord());
        }
        processor.stop(PATIENCE);
        assertThat(records())
                .hasSize(3)
                .allMatch(each -> each.attributes().getLong("log_count", 0) == 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interval: 0s|interval must be greater than 0",
                "log_count_attribute: ''|log_count_attribute must be set",
                "timezone: Mars/Base|timezone is invalid: unknown time zone Mars/Base",
                "timezone: UTC+1|timezone is invalid: unknown time zone UTC+1",
                "{exclude_fields: [attributes.a], include_fields: [attributes.b]}|cannot define both exclude_fields and include_fields",
                "exclude_fields: [body]|cannot exclude the entire body",
                "include_fields: [body]|cannot include the entire body",
                "exclude_fields: [a.b]|an excludefield must start with body or attributes",
                "include_fields: [a.b]|an include_fields must start with body or attributes",
                "exclude_fields: [attributes.a, attributes.a]|duplicate exclude_field attributes.a",
                "include_fields: [attributes.a, attributes.a]|duplicate include_fields attributes.a",
                "metadata_keys: [A, a]|duplicate entry in metadata_keys: \"a\" (case-insensitive)"
            })
    void mistakes_areToldInTheWordsOfTheGoCollector(String yaml, String text) {
        assertThatConfig(factory, yaml).failsWith(text);
    }

    @Test
    void mistakes_areToldAtOnce() {
        assertThatConfig(
                        factory,
                        "{interval: 0s, log_count_attribute: '', timezone: Mars/Base,"
                                + " include_fields: [a, body], exclude_fields: [b],"
                                + " metadata_keys: [x, X]}")
                .failsWith(
                        "cannot define both exclude_fields and include_fields",
                        "interval must be greater than 0",
                        "log_count_attribute must be set",
                        "unknown time zone Mars/Base",
                        "include_fields[0]: an include_fields must start",
                        "include_fields[1]: cannot include the entire body",
                        "exclude_fields[0]: an excludefield must start",
                        "metadata_keys[1]: duplicate entry");
    }

    private LogDedupProcessor start(String yaml) {
        var started =
                new LogDedupProcessor(
                        assertThatConfig(factory, yaml).binds(),
                        settings.processor("log_dedup", Signal.LOGS),
                        next,
                        clock::scheduler,
                        clock::nanoTime);
        started.start(new TestHost());
        return started;
    }

    private static LogRecord record(String body) {
        return new LogRecord().body(Value.of(body));
    }

    private void consume(LogRecord... records) throws Exception {
        consume(Context.background(), records);
    }

    private void consume(Context context, LogRecord... records) throws Exception {
        Logs logs = Logs.create();
        logs.addResource().addScope().records().addAll(List.of(records));
        processor.consume(logs, context);
    }

    private List<LogRecord> records() {
        List<LogRecord> records = new ArrayList<>();
        for (Payload payload : next.payloads()) {
            ((Logs) payload.open()).records().forEach(records::add);
        }
        return records;
    }

    private static Context metadata(String value) {
        var metadata = Metadata.of(Map.of("tenant", List.of(value)));
        return Context.of(new ClientInfo(null, AuthResult.none(), metadata), null);
    }

    @Nested
    class Contract extends ProcessorContract<LogDedupConfig> {
        @Override
        protected ProcessorFactory<LogDedupConfig> factory() {
            return factory;
        }

        @Override
        protected LogDedupConfig config() {
            return new LogDedupConfig(
                    Duration.ofHours(1),
                    List.of(LocatedText.parse("log.body != nil")),
                    "n",
                    List.of(),
                    List.of("attributes.x"),
                    "UTC",
                    List.of("tenant"),
                    5,
                    100,
                    new ByteSize(0));
        }

        @Override
        protected String yaml() {
            return "{interval: 1h, conditions: [log.body != nil], log_count_attribute: n,"
                    + " exclude_fields: [attributes.x], metadata_keys: [tenant],"
                    + " metadata_cardinality_limit: 5, max_records: 100}";
        }

        /** Senders have their answer before records are sent. */
        @Override
        protected boolean passesFailures() {
            return false;
        }
    }
}
