// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbyattrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GroupByAttrsProcessorTest {
    private final GroupByAttrsProcessorFactory factory = new GroupByAttrsProcessorFactory();
    private final TestSettings settings = new TestSettings();
    private final CollectingConsumer next = new CollectingConsumer();

    /** Expected files were recorded from the Go collector. */
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenFolder.of(getClass(), "golden").tests(factory);
    }

    @Test
    void itemsAndGroups_areCounted() throws Exception {
        consume(List.of("url.path", "missing"), TestTelemetry.traces(3));
        var metrics = settings.metrics();
        assertThat(metrics.sum("processor_groupbyattrs_num_grouped_spans")).isEqualTo(3);
        assertThat(metrics.sum("processor_groupbyattrs_num_non_grouped_spans")).isZero();
        assertThat(metrics.histogram("processor_groupbyattrs_span_groups").getFirst().getSum())
                .isEqualTo(3);
        var traces = (Traces) next.payloads().getFirst().open();
        assertThat(traces.resources()).hasSize(3);
        assertThat(traces.itemCount()).isEqualTo(3);
        assertThat(traces.resources().getLast().resource().attributes().getString("url.path", ""))
                .isEqualTo("/cart/2");
    }

    /** Scopes of one name that say different things of themselves stay apart. */
    @Test
    void scopesWithOtherAttributes_stayApart() throws Exception {
        Traces traces = Traces.create();
        var resource = traces.addResource().schemaUrl("https://x/1");
        resource.addScope().schemaUrl("https://x/2").addSpan().name("a");
        var other = resource.addScope();
        other.scope().attributes().put("k", 1);
        other.addSpan().name("b");
        consume(List.of(), traces.seal());
        var seen = (Traces) next.payloads().getFirst().open();
        assertThat(seen.resources().getFirst().scopes()).hasSize(2);
        assertThat(seen.resources().getFirst().schemaUrl()).isEqualTo("https://x/1");
        assertThat(seen.resources().getFirst().scopes().getFirst().schemaUrl())
                .isEqualTo("https://x/2");
    }

    @Test
    void requestWithoutItems_endsHere() throws Exception {
        Metrics metrics = Metrics.create();
        metrics.addResource().addScope().addMetric().name("empty");
        consume(List.of("k"), metrics.seal());
        assertThat(next.attempts()).isZero();
    }

    @Test
    void repeatedKey_isTold() {
        create(List.of("a", "", "a"), Signal.LOGS);
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .containsExactly("WARN A grouping key is already present {key=a}");
    }

    private void consume(List<String> keys, Payload payload) throws Exception {
        create(keys, payload.signal()).consume(payload.open(), Context.background());
    }

    private GroupByAttrsProcessor create(List<String> keys, Signal signal) {
        return new GroupByAttrsProcessor(
                new GroupByAttrsConfig(keys), settings.processor("groupbyattrs", signal), next);
    }

    @Nested
    class Contract extends ProcessorContract<GroupByAttrsConfig> {
        @Override
        protected ProcessorFactory<GroupByAttrsConfig> factory() {
            return factory;
        }

        @Override
        protected GroupByAttrsConfig config() {
            return new GroupByAttrsConfig(List.of("url.path", "shelf", "order.id"));
        }

        @Override
        protected String yaml() {
            return "keys: [url.path, shelf, order.id]";
        }
    }
}
