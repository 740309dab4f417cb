// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Traces;
import dev.forager.pdata.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.NOPLogger;

class EvaluationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nil == nil and nil <= nil and nil >= nil and not nil < nil",
                "log.attributes[\"absent\"] == nil and log.attributes[\"str\"] != nil",
                "log.attributes[\"num\"] == 7 and log.attributes[\"num\"] == 7.0",
                "7 == log.attributes[\"num\"] and 8 > log.attributes[\"num\"]",
                "log.attributes[\"num\"] != \"7\" and not log.attributes[\"num\"] < \"7\"",
                "log.attributes[\"str\"] == \"alpha\" and log.attributes[\"str\"] < \"b\"",
                "log.attributes[\"yes\"] > false",
                "log.attributes[\"bin\"] == 0x0102 and log.attributes[\"bin\"] < 0x02",
                "log.attributes[\"map\"] == {\"n\": 1, \"k\": \"v\"}",
                "log.attributes[\"map\"] != {\"n\": 1.0, \"k\": \"v\"}",
                "log.attributes[\"list\"] == [\"a\", \"b\", \"c\"]",
                "log.attributes[\"nums\"][2] == 2 and log.attributes[\"map\"][\"k\"] == \"v\"",
                "log.severity_number >= SEVERITY_NUMBER_INFO and log.severity_number < 10",
                "log.time == log.time and log.time - log.time < log.time - log.observed_time",
                "log.trace_id.string == \"0102030405060708090a0b0c0d0e0f10\"",
                "scope.name == \"lib.a\" and instrumentation_scope.version == \"1.2.0\"",
                "log.severity_number == 9 or log.body[\"no\"] == 1",
                "Len(log.attributes) == 9",
            })
    void condition_holds(String condition) throws EvaluationException {
        assertThat(OttlRunner.test(condition)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    7 / 2                    | 3
                    -7 / 2                   | -3
                    7 / 2.                   | 3.5
                    1 + 2 * 3 - 4            | 3
                    (1 + 2) * 3              | 9
                    -(1 + 2)                 | -3
                    log.attributes["num"] * 2 + 0.5 | 14.5
                    9223372036854775807 + 1  | -9223372036854775808
                    """)
    void math_isGos(String expression, String expected) throws EvaluationException {
        assertThat(OttlRunner.value(expression)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    1 / 0                            | attempted to divide by 0
                    log.attributes["str"] + 1        | alpha must be int64, float64, time.Time or time.Duration
                    1 + log.attributes["str"]        | alpha must be int64 or float64
                    1 + log.attributes["map"]        | map[k:v n:1] must be int64 or float64
                    1 + Duration("90s")              | 1m30s must be int64 or float64
                    -log.attributes["str"]           | unsupported unary minus operation on type string
                    log.time * 2                     | only addition and subtraction supported for time.Time and time.Duration
                    log.attributes["str"]["x"]       | type Str does not support string indexing
                    log.attributes["list"][3]        | index 3 out of bounds
                    log.attributes["map"][0]         | unable to resolve a string index in map: invalid key type
                    log.attributes[log.severity_number] | expecting 'string' but got 'int64'
                    log.body["x"]                    | log bodies of type Str cannot be indexed
                    Split("a", "b")[1]               | index 1 out of bounds
                    Filter(log.attributes, (k, v) => false)["x"] | key not found in map
                    """)
    void failure_hasUpstreamsText(String expression, String message) {
        assertThatThrownBy(() -> OttlRunner.value(expression))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void times_subtractToDurations() throws EvaluationException {
        assertThat(OttlRunner.value("log.time - log.time")).isEqualTo(Duration.ZERO);
    }

    @Test
    void set_makesTheWayToItsPlace() throws EvaluationException {
        LogRecord record =
                OttlRunner.run(
                        "set(log.attributes[\"new\"][\"a\"][2], log.attributes[\"num\"])",
                        "set(log.attributes[\"map\"][\"k\"], {\"deep\": [nil, 1]})");
        assertThat(OttlRunner.plain(record.attributes().get("new")))
                .hasToString("{a=[null, null, 7]}");
        assertThat(OttlRunner.plain(record.attributes().get("map")))
                .hasToString("{k={deep=[null, 1]}, n=1}");
    }

    @Test
    void set_ofNilEmptiesValuesAndIsRefusedByTypedFields() throws EvaluationException {
        LogRecord record =
                OttlRunner.run("set(log.attributes[\"str\"], nil)", "set(log.body, nil)");
        assertThat(record.attributes().get("str")).isEqualTo(Value.empty());
        assertThat(record.body()).isEqualTo(Value.empty());
        assertThatThrownBy(() -> OttlRunner.run("set(log.severity_text, nil)"))
                .hasMessageContaining("setting a value to nil is not supported");
        assertThatThrownBy(() -> OttlRunner.run("set(log.severity_number, \"9\")"))
                .hasMessageContaining("expects int64 but got string");
    }

    @Test
    void set_thatFailsLeavesAnEmptyKey() {
        Logs logs = OttlRunner.record();
        assertThatThrownBy(() -> OttlRunner.run(logs, null, "set(log.attributes[\"t\"], log.time)"))
                .hasMessageContaining(
                        "unsupported type time.Time for set operation; current value type is Empty");
        assertThat(logs.records().iterator().next().attributes().get("t")).isEqualTo(Value.empty());
    }

    @Test
    void cache_lastsAsLongAsTheItem() throws EvaluationException {
        Logs logs = OttlRunner.record();
        logs.resources().getFirst().scopes().getFirst().addRecord();
        OttlRunner.run(
                logs,
                null,
                "set(log.attributes[\"before\"], log.cache[\"x\"])",
                "set(log.cache[\"x\"], \"y\")",
                "set(log.attributes[\"after\"], log.cache[\"x\"])");
        for (LogRecord record : logs.records()) {
            assertThat(record.attributes().get("before")).isEqualTo(Value.empty());
            assertThat(record.attributes().get("after")).isEqualTo(Value.of("y"));
        }
    }

    @Test
    void resourceStatements_leaveRecordsUnopened() throws EvaluationException {
        Payload payload = OttlRunner.record().seal();
        Logs logs = (Logs) payload.open();
        StatementSequence sequence =
                compile(
                        ErrorMode.PROPAGATE,
                        "set(attributes[\"x\"], 1) where resource.attributes[\"tier\"] == 4");
        sequence.run(logs);
        assertThat(logs.seal()).isSameAs(payload);
    }

    private static StatementSequence compile(ErrorMode mode, String... statements) {
        List<OttlProblem> problems = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        for (String statement : statements) {
            sources.add(Source.of(statement));
        }
        StatementSequence sequence =
                OttlCompiler.of(Functions.standard(), dev.forager.pdata.Signal.LOGS)
                        .statements(
                                sources,
                                List.of(),
                                OttlContext.LOG,
                                new ErrorHandling(mode, NOPLogger.NOP_LOGGER, () -> 0),
                                problems);
        OttlException.throwIfAny(problems);
        return sequence;
    }

    @Test
    void failures_areCountedAndTheNextStatementRuns() throws EvaluationException {
        StatementSequence sequence =
                compile(ErrorMode.IGNORE, "set(time, 5)", "set(body, \"done\") where true");
        for (int i = 0; i < 2; i++) {
            Logs logs = OttlRunner.record();
            sequence.run(logs);
            assertThat(logs.records().iterator().next().body()).isEqualTo(Value.of("done"));
        }
        Failures failures = sequence.statements().getFirst().failures();
        assertThat(failures.count()).isEqualTo(2);
        assertThat(failures.first()).isEqualTo("expects time.Time but got int64");
        assertThatThrownBy(
                        () -> compile(ErrorMode.PROPAGATE, "set(time, 5)").run(OttlRunner.record()))
                .hasMessage(
                        "failed to execute statement: set(time, 5), expects time.Time but got int64");
    }

    /** Who sends a long value shall not fill the log, nor what the sender is told. */
    @Test
    void failures_doNotQuoteLongValuesWhole() throws EvaluationException {
        StatementSequence sequence = compile(ErrorMode.IGNORE, "set(body, URL(body))");
        Logs logs = OttlRunner.record();
        logs.records().iterator().next().body(Value.of("\n".repeat(1_000_000)));
        sequence.run(logs);
        assertThat(sequence.statements().getFirst().failures().first())
                .hasSizeLessThan(2100)
                .startsWith("parse ")
                .contains(" characters left out]");
    }

    @Test
    void lambdas_seeTheirParametersAndThePathsAround() throws EvaluationException {
        assertThat(
                        OttlRunner.value(
                                "Filter(log.attributes[\"nums\"], (_, n) => n > 1 and n < log.attributes[\"num\"])"))
                .hasToString("[3, 2]");
        assertThat(OttlRunner.value("Any(log.attributes, (k, v) => k == \"num\" and v == 7)"))
                .isEqualTo(true);
    }

    @Test
    void spans_andDataPointsHaveTheirPaths() throws EvaluationException {
        Traces traces = Traces.create();
        var span = traces.addResource().addScope().addSpan();
        span.addEvent().name("e");
        OttlRunner.run(
                traces,
                null,
                "set(span.kind.string, \"Server\")",
                "set(span.status.code, STATUS_CODE_ERROR)",
                "set(span.trace_state[\"a\"], \"b\")",
                "set(span.span_id.string, \"0102030405060708\")");
        OttlRunner.run(
                traces, null, "set(spanevent.name, Concat([span.kind.string, \"x\"], \"-\"))");
        assertThat(span.status().codeValue()).isEqualTo(2);
        assertThat(span.traceState()).isEqualTo("a=b");
        assertThat(span.spanId().hex()).isEqualTo("0102030405060708");
        assertThat(span.events().getFirst().name()).isEqualTo("Server-x");
        assertThatThrownBy(() -> OttlRunner.run(traces, null, "set(span.flags, -1)"))
                .hasMessageContaining("value -1 is out of range for uint32");
        assertThatThrownBy(() -> OttlRunner.run(traces, null, "set(span.span_id.string, \"01\")"))
                .hasMessageContaining("span ids must be 16 hex characters");
        OttlRunner.run(traces, null, "clear(span.status)");
        assertThat(span.status().codeValue()).isZero();

        Metrics metrics = Metrics.create();
        var metric = metrics.addResource().addScope().addMetric().name("m");
        var sum = new dev.forager.pdata.Sum();
        sum.addDataPoint().asInt(5);
        metric.data(sum);
        OttlRunner.run(
                metrics,
                null,
                "set(datapoint.value_double, Double(datapoint.value_int) / 2) where metric.type == METRIC_DATA_TYPE_SUM",
                "set(metric.aggregation_temporality, AGGREGATION_TEMPORALITY_DELTA)",
                "set(metric.type, \"changes nothing, whatever its type\")",
                "set(datapoint.attributes[\"c\"], datapoint.count)");
        assertThat(sum.dataPoints().getFirst().asDouble()).isEqualTo(2.5);
        assertThat(sum.aggregationTemporalityValue()).isEqualTo(1);
    }
}
