// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.routing;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Span;
import dev.forager.pdata.Traces;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.ConnectorContract;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.TestPipelines;
import dev.forager.testkit.TestSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RoutingConnectorTest {
    private final RoutingConnectorFactory factory = new RoutingConnectorFactory();
    private final TestSettings settings = new TestSettings();
    private final TestPipelines next = TestPipelines.any();

    @Test
    void resources_goWhereTheirAttributesSay() throws Exception {
        var connector =
                connector(
                        Signal.LOGS,
                        """
                        default_pipelines: [logs/rest]
                        table:
                          - condition: attributes["env"] == "prod"
                            pipelines: [logs/prod]
                          - {context: resource, condition: 'attributes["env"] == "dev"', pipelines: [logs/dev]}
                        """);
        connector.consume(logs("prod:1,2", "dev:3", "prod:4", "test:5"), Context.background());
        assertThat(bodies()).isEqualTo("{logs/dev=[3], logs/prod=[1, 2, 4], logs/rest=[5]}");
    }

    @Test
    void records_leaveTheirResource() throws Exception {
        var connector =
                connector(
                        Signal.LOGS,
                        """
                        default_pipelines: [logs/rest]
                        table:
                          - {context: log, condition: body == "1" or body == "3", pipelines: [logs/odd]}
                        """);
        connector.consume(logs("prod:1,2", "dev:3"), Context.background());
        assertThat(bodies()).isEqualTo("{logs/odd=[1, 3], logs/rest=[2]}");
        var odd = (Logs) next.sink("logs/odd").payloads().getFirst().open();
        assertThat(odd.resources())
                .map(group -> group.resource().attributes().getString("env", ""))
                .containsExactly("prod", "dev");
    }

    @Test
    void copy_letsLaterRoutesSeeIt() throws Exception {
        var connector =
                connector(
                        Signal.LOGS,
                        """
                        default_pipelines: [logs/rest]
                        table:
                          - {context: log, condition: body == "1", pipelines: [logs/a], action: copy}
                          - {context: log, condition: 'true', pipelines: [logs/b], action: copy}
                          - {condition: 'resource.attributes["env"] == "prod"', pipelines: [logs/c]}
                        """);
        connector.consume(logs("prod:1,2", "dev:3"), Context.background());
        assertThat(bodies())
                .isEqualTo("{logs/a=[1], logs/b=[1, 2, 3], logs/c=[1, 2], logs/rest=[3]}");
    }

    @Test
    void routesToTheSamePipelines_makeOneRequest() throws Exception {
        var connector =
                connector(
                        Signal.LOGS,
                        """
                        table:
                          - {context: log, condition: body == "1", pipelines: [logs/a, logs/b]}
                          - {context: log, condition: body == "3", pipelines: [logs/a, logs/b]}
                        """);
        connector.consume(logs("prod:1,2,3"), Context.background());
        assertThat(bodies()).isEqualTo("{logs/a=[1, 3], logs/b=[1, 3]}");
        assertThat(next.sink("logs/a").payloads()).hasSize(1);
    }

    @Test
    void unmatched_withoutDefault_isDropped() throws Exception {
        var connector =
                connector(
                        Signal.LOGS,
                        "table: [{context: log, condition: body == \"1\", pipelines: [logs/a]}]");
        connector.consume(logs("prod:2"), Context.background());
        assertThat(bodies()).isEqualTo("{}");
    }

    @Test
    void statement_editsWhatItTakes() throws Exception {
        var connector =
                connector(
                        Signal.LOGS,
                        """
                        table:
                          - statement: delete_key(resource.attributes, "env") where resource.attributes["env"] == "prod"
                            pipelines: [logs/a]
                          - {statement: route(), pipelines: [logs/b]}
                        """);
        connector.consume(logs("prod:1", "dev:2"), Context.background());
        assertThat(bodies()).isEqualTo("{logs/a=[1], logs/b=[2]}");
        var taken = (Logs) next.sink("logs/a").payloads().getFirst().open();
        assertThat(taken.resources().getFirst().resource().attributes().isEmpty()).isTrue();
    }

    @Test
    void spansAndPoints_areRouted() throws Exception {
        var spans =
                connector(
                        Signal.TRACES,
                        "table: [{context: span, condition: name == \"a\", pipelines: [traces/a]}]");
        Traces traces = Traces.create();
        var scope = traces.addResource().addScope();
        scope.addSpan().name("a");
        scope.addSpan().name("b");
        spans.consume(traces, Context.background());
        for (Span span : ((Traces) next.sink("traces/a").payloads().getFirst().open()).spans()) {
            assertThat(span.name()).isEqualTo("a");
        }
        var points =
                connector(
                        Signal.METRICS,
                        """
                        default_pipelines: [metrics/rest]
                        table:
                          - {context: metric, condition: name == "gone", pipelines: [metrics/m]}
                          - {context: datapoint, condition: value_int == 1, pipelines: [metrics/p]}
                        """);
        Metrics metrics = Metrics.create();
        var target = metrics.addResource().addScope();
        target.addMetric().name("gone").data(new Gauge());
        var gauge = new Gauge();
        gauge.addDataPoint().asInt(1);
        gauge.addDataPoint().asInt(2);
        target.addMetric().name("g").data(gauge);
        points.consume(metrics, Context.background());
        assertThat(next.sink("metrics/p").items()).isEqualTo(1);
        assertThat(next.sink("metrics/rest").items()).isEqualTo(1);
        for (DataPoint each :
                ((Metrics) next.sink("metrics/p").payloads().getFirst().open()).dataPoints()) {
            assertThat(each).hasToString(each.toString()).asString().contains("asInt=1");
        }
    }

    /** As the Go collector does it, which leaves alone only a metric of no known type. */
    @Test
    void whatIsWithoutItems_goesOnWithNobody() throws Exception {
        var connector =
                connector(
                        Signal.METRICS,
                        """
                        default_pipelines: [metrics/rest]
                        table:
                          - {context: datapoint, condition: value_int == 1, pipelines: [metrics/a]}
                          - {context: datapoint, condition: value_int == 2, action: copy, pipelines: [metrics/b]}
                        """);
        for (long only = 1; only <= 3; only++) {
            Metrics metrics = Metrics.create();
            metrics.addResource().addScope();
            var scope = metrics.addResource().addScope();
            scope.addMetric().name("untyped");
            scope.addMetric().name("empty").data(new Gauge());
            var gauge = new Gauge();
            gauge.addDataPoint().asInt(only);
            scope.addMetric().name("m" + only).data(gauge);
            connector.consume(metrics, Context.background());
        }
        assertThat(metricNames())
                .isEqualTo(
                        "{metrics/a=[[m1]], metrics/b=[[m2]],"
                                + " metrics/rest=[[untyped], [untyped, m2], [untyped, m3]]}");
    }

    /** The names in each scope that each pipeline got. */
    private String metricNames() {
        Map<String, List<List<String>>> names = new TreeMap<>();
        next.sinks()
                .forEach(
                        (id, sink) -> {
                            for (Payload payload : sink.payloads()) {
                                for (ResourceMetrics group :
                                        ((Metrics) payload.open()).resources()) {
                                    for (ScopeMetrics scope : group.scopes()) {
                                        names.computeIfAbsent(id, key -> new ArrayList<>())
                                                .add(
                                                        scope.metrics().stream()
                                                                .map(Metric::name)
                                                                .toList());
                                    }
                                }
                            }
                        });
        return names.toString();
    }

    @Test
    void recordsOfOneScope_leaveNoEmptyOneBehind() throws Exception {
        var connector =
                connector(
                        Signal.LOGS,
                        """
                        default_pipelines: [logs/rest]
                        table: [{context: log, condition: body == "1", pipelines: [logs/a]}]
                        """);
        Logs logs = logs("prod:1", "dev:2");
        logs.addResource();
        logs.resources().getFirst().addScope();
        connector.consume(logs, Context.background());
        assertThat(bodies()).isEqualTo("{logs/a=[1], logs/rest=[2]}");
        for (String id : List.of("logs/a", "logs/rest")) {
            var got = (Logs) next.sink(id).payloads().getFirst().open();
            assertThat(got.resources())
                    .singleElement()
                    .satisfies(group -> assertThat(group.scopes()).hasSize(1));
        }
    }

    @Test
    void request_decidesForAllOfIt() throws Exception {
        var connector =
                connector(
                        Signal.LOGS,
                        """
                        default_pipelines: [logs/rest]
                        table:
                          - {context: request, condition: 'request["X-Tenant"] == "acme"', pipelines: [logs/acme]}
                          - {context: request, condition: 'request["X-Tenant"] != "ecorp"', pipelines: [logs/other]}
                          - {condition: 'otelcol.client.metadata["x-tenant"][0] == "ecorp"', pipelines: [logs/ecorp]}
                        """);
        for (String tenant : List.of("acme", "ecorp", "other")) {
            connector.consume(logs("prod:" + tenant), from(tenant));
        }
        connector.consume(logs("prod:both"), from("ecorp", "acme"));
        connector.consume(logs("prod:nobody"), Context.background());
        assertThat(bodies())
                .isEqualTo(
                        "{logs/acme=[acme, both], logs/ecorp=[ecorp], logs/other=[other],"
                                + " logs/rest=[nobody]}");
    }

    private static Context from(String... tenants) {
        return Context.of(
                new ClientInfo(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                        new AuthResult(Map.of("subject", "s")),
                        Metadata.of(Map.of("X-Tenant", List.of(tenants)))),
                null);
    }

    @Test
    void failingCondition_followsTheErrorMode() throws Exception {
        String table =
                """
                default_pipelines: [logs/rest]
                table:
                  - {context: log, condition: 'Substring(body, 0, 9) == "x"', pipelines: [logs/a]}
                  - {context: log, statement: 'route() where Substring(body, 0, 99) == "x"', pipelines: [logs/b]}
                """;
        var strict = connector(Signal.LOGS, table);
        assertThatThrownBy(() -> strict.consume(logs("prod:{"), Context.background()))
                .isInstanceOf(Retryable.class);
        connector(Signal.LOGS, "error_mode: ignore\n" + table)
                .consume(logs("prod:{"), Context.background());
        connector(Signal.LOGS, "error_mode: silent\n" + table)
                .consume(logs("prod:{"), Context.background());
        assertThat(bodies()).isEqualTo("{logs/rest=[{, {]}");
        assertThat(settings.log().lines())
                .map(LogLine::message)
                .filteredOn(line -> line.startsWith("failed to execute statement"))
                .hasSize(1);
        assertThat(settings.metrics().points("forager_connector_statement_failures"))
                .containsExactly(
                        "{connector=routing, statement=Substring(body, 0, 9) == \"x\"} 3",
                        "{connector=routing, statement=route() where Substring(body, 0, 99) == \"x\"} 2");
    }

    @Test
    void targetThatFails_leavesOthersTheirs() throws Exception {
        var connector =
                connector(
                        Signal.LOGS,
                        """
                        table:
                          - {context: log, condition: body == "1", pipelines: [logs/a]}
                          - {context: log, condition: body == "2", pipelines: [logs/b]}
                          - {context: log, condition: body == "3", pipelines: [logs/c]}
                        """);
        next.sink("logs/a").refuse(new Retryable("soon", Duration.ofSeconds(1), null, null));
        next.sink("logs/b").refuse(new Retryable("later", Duration.ofSeconds(9), null, null));
        assertThatThrownBy(() -> connector.consume(logs("prod:1,2,3"), Context.background()))
                .hasMessage("later");
        next.sink("logs/b").refuse(new Permanent("never"));
        assertThatThrownBy(() -> connector.consume(logs("prod:1,2,3"), Context.background()))
                .hasMessage("never");
        assertThat(bodies()).isEqualTo("{logs/c=[3, 3]}");
    }

    @Test
    void sameRouteTwice_isIgnoredWithAWarning() {
        connector(
                Signal.LOGS,
                """
                table:
                  - {context: resource, condition: 'attributes["a"] == 1', pipelines: [logs/a]}
                  - {condition: 'attributes["a"] == 1', pipelines: [logs/b]}
                """);
        assertThat(settings.log().lines())
                .map(LogLine::message)
                .contains(
                        "Statement \"route() where attributes[\"a\"] == 1\" already exists in the"
                                + " routing table, the route with target pipeline(s) \"logs/b\" will"
                                + " be ignored.");
    }

    @Test
    void pipelineThatIsNotFed_isRefused() {
        assertThatThrownBy(
                        () ->
                                connector(
                                        Signal.LOGS,
                                        """
                                        default_pipelines: [metrics]
                                        table:
                                          - {statement: route(), pipelines: [traces]}
                                          - {condition: 'bodyy == 1', context: log, pipelines: [traces]}
                                        """))
                .hasMessageStartingWith("pipeline not found: ")
                .hasMessageContaining("pipeline: metrics")
                .hasMessageContaining("bodyy");
    }

    @Test
    void badOttl_isRefused() {
        assertThatThrownBy(
                        () ->
                                connector(
                                        Signal.LOGS,
                                        "table: [{context: log, condition: 'bodi == 1', pipelines: [logs]}]"))
                .hasMessageContaining("bodi");
    }

    private Connector connector(Signal signal, String yaml) {
        return factory.create(
                assertThatConfig(factory, yaml).binds(),
                settings.connector("routing", signal, signal),
                next);
    }

    /** Resources as {@code env:body,body}. */
    private static Logs logs(String... resources) {
        Logs logs = Logs.create();
        for (String each : resources) {
            ResourceLogs group = logs.addResource();
            group.resource().attributes().put("env", each.substring(0, each.indexOf(':')));
            var scope = group.addScope();
            for (String body : each.substring(each.indexOf(':') + 1).split(",")) {
                scope.addRecord().body(Value.of(body));
            }
        }
        return (Logs) logs.seal().open();
    }

    /** The bodies that each pipeline got, of those that got any. */
    private String bodies() {
        Map<String, List<String>> bodies = new TreeMap<>();
        next.sinks()
                .forEach(
                        (id, sink) -> {
                            for (Payload payload : sink.payloads()) {
                                for (LogRecord record : ((Logs) payload.open()).records()) {
                                    bodies.computeIfAbsent(id, key -> new ArrayList<>())
                                            .add(ValueText.of(record.body()));
                                }
                            }
                        });
        return bodies.toString();
    }

    @Nested
    class Contract extends ConnectorContract<RoutingConnectorConfig> {
        @Override
        protected ConnectorFactory<RoutingConnectorConfig> factory() {
            return factory;
        }

        @Override
        protected RoutingConnectorConfig config() {
            return assertThatConfig(factory, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return "{table: [{context: resource, condition: 'attributes[\"service.name\"] == \"shop\"',"
                    + " pipelines: [traces, metrics, logs]}]}";
        }
    }
}
