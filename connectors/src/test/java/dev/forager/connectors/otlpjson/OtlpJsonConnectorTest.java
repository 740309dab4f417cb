// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.otlpjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Logs;
import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Value;
import dev.forager.pipeline.ComponentInfo.SignalPair;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.testkit.ConnectorContract;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.TestConsumers;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OtlpJsonConnectorTest {
    private final OtlpJsonConnectorFactory factory = new OtlpJsonConnectorFactory();
    private final TestSettings settings = new TestSettings();

    /** Each pair takes the bodies of its signal, all as one request. */
    @ParameterizedTest
    @EnumSource(
            value = Signal.class,
            names = {"TRACES", "METRICS", "LOGS"})
    void bodies_becomeTelemetryOfTheirSignal(Signal to) throws Exception {
        var next = TestConsumers.of(to);
        connector(to, next)
                .consume(
                        logs(
                                json(TestTelemetry.traces(2)),
                                json(TestTelemetry.metrics(2)),
                                json(TestTelemetry.logs(2)),
                                json(TestTelemetry.of(to, 3))),
                        Context.background());
        assertThat(next.sink(to).payloads()).hasSize(1);
        assertThat(next.sink(to).items()).isEqualTo(5);
        assertThat(settings.log().lines()).isEmpty();
    }

    @Test
    void badBodies_areDroppedWithOneLine() throws Exception {
        var next = TestConsumers.of(Signal.TRACES);
        connector(Signal.TRACES, next)
                .consume(
                        logs(
                                "{\"resourceSpans\": [{\"scopeSpans\": 7}]}",
                                "no json",
                                "{\"resourceSpans\":[" + "[".repeat(100_000),
                                json(TestTelemetry.traces(1))),
                        Context.background());
        assertThat(next.sink(Signal.TRACES).items()).isEqualTo(1);
        assertThat(settings.log().lines())
                .map(LogLine::message)
                .singleElement()
                .asString()
                .startsWith("could not extract traces from otlp json: ");
    }

    @Test
    void failureOfNext_isTheAnswer() {
        var next = TestConsumers.of(Signal.TRACES);
        var failure = new Permanent("no");
        next.sink(Signal.TRACES).refuse(failure);
        var connector = connector(Signal.TRACES, next);
        Logs logs = logs(json(TestTelemetry.traces(1)));
        assertThatThrownBy(() -> connector.consume(logs, Context.background())).isSameAs(failure);
    }

    private Connector connector(Signal to, TestConsumers next) {
        return factory.create(
                new OtlpJsonConnectorConfig(),
                settings.connector("otlp_json", Signal.LOGS, to),
                next);
    }

    private static String json(Payload payload) {
        return new String(OtlpJson.toJson(payload), StandardCharsets.UTF_8);
    }

    private static Logs logs(String... bodies) {
        Logs logs = Logs.create();
        var scope = logs.addResource().addScope();
        for (String body : List.of(bodies)) {
            scope.addRecord().body(Value.of(body));
        }
        return logs;
    }

    @Nested
    class Contract extends ConnectorContract<OtlpJsonConnectorConfig> {
        @Override
        protected ConnectorFactory<OtlpJsonConnectorConfig> factory() {
            return factory;
        }

        @Override
        protected OtlpJsonConnectorConfig config() {
            return new OtlpJsonConnectorConfig();
        }

        @Override
        protected String yaml() {
            return "{}";
        }

        /** The bodies of the test's telemetry are no OTLP/JSON. */
        @Override
        protected long expectedItems(SignalPair pair, Payload input) {
            return 0;
        }

        @Override
        protected boolean passesFailures() {
            return false;
        }
    }
}
