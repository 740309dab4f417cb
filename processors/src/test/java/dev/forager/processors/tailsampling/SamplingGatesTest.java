// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Traces;
import dev.forager.testkit.LogLine;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What feature gates change beside the recorded answers: metrics, and spans that come late. */
class SamplingGatesTest extends SamplerFixture {
    private static final String ERRORS =
            "policies: [{name: e, type: status_code, status_code: {status_codes: [ERROR]}}]";
    private static final Duration WAIT = Duration.ofSeconds(31);

    @Test
    void recordPolicy_marksWhatWasDecidedAndWhatWasRemembered() {
        var processor = gated(ERRORS + CACHES, "recordpolicy");
        send(processor, new TestTraces().span(1, span -> span.status().codeValue(2)));
        tickAfter(processor, WAIT);
        assertThat(scopeOfLast().toString()).contains("tailsampling.policy").doesNotContain("true");
        send(processor, TestTraces.ofTrace(1, 1));
        assertThat(scopeOfLast().get("tailsampling.policy")).hasToString("e");
        assertThat(scopeOfLast().get("tailsampling.cached_decision")).hasToString("true");
    }

    @Test
    void recordPolicy_leavesLateSpansWithoutCacheAsTheyCame() {
        var processor = gated(ERRORS, "recordpolicy");
        send(processor, new TestTraces().span(1, span -> span.status().codeValue(2)));
        tickAfter(processor, WAIT);
        send(processor, TestTraces.ofTrace(1, 1));
        assertThat(next.payloads()).hasSize(2);
        assertThat(scopeOfLast().size()).isZero();
    }

    /** As in the Go collector, spans that waited before the match are not marked. */
    @Test
    void recordPolicy_marksOnlyTheSpansThatDecidedAtIngest() {
        var processor = gated("sampling_strategy: span-ingest, " + ERRORS, "recordpolicy");
        send(processor, TestTraces.ofTrace(1, 1).resource("zone", "a"));
        send(
                processor,
                new TestTraces().span(1, span -> span.status().codeValue(2)).resource("zone", "b"));
        var sent = (Traces) next.payloads().getFirst().open();
        assertThat(sent.resources())
                .extracting(resource -> resource.scopes().getFirst().scope().attributes().size())
                .containsExactly(0, 1);
    }

    @Test
    void countGates_addCountersOfSpansAndBytes() {
        var processor = gated(ALL, "metricstatcountspanssampled", "metricstatcountbytessampled");
        send(processor, TestTraces.ofTrace(1, 3));
        tickAfter(processor, WAIT);
        assertThat(settings.metrics().points("processor_tail_sampling_count_spans_sampled"))
                .containsExactly("{decision=sampled, policy=all, sampled=true} 3");
        assertThat(settings.metrics().sum("processor_tail_sampling_count_bytes_sampled"))
                .isPositive();
    }

    @Test
    void withoutCountGates_thereAreNoSuchCounters() {
        var processor = gated(ALL);
        send(processor, TestTraces.ofTrace(1, 3));
        tickAfter(processor, WAIT);
        assertThat(settings.metrics().points("processor_tail_sampling_count_spans_sampled"))
                .isEmpty();
        assertThat(settings.metrics().points("processor_tail_sampling_count_bytes_sampled"))
                .isEmpty();
    }

    @Test
    void useTraceState_countsWhatIsNoTraceState() {
        var processor = gated(ALL, "usetracestate");
        send(processor, new TestTraces().span(1, span -> span.traceState("no")));
        tickAfter(processor, WAIT);
        assertThat(
                        settings.metrics()
                                .sum(
                                        "processor_tail_sampling_count_spans_with_unparseable_tracestate"))
                .isEqualTo(1);
    }

    @Test
    void useTraceStateWithFirstMatch_isAWarning() {
        var processor = gated("sample_on_first_match: true, " + ALL, "usetracestate");
        assertThat(processor.heldItems()).isZero();
        assertThat(settings.log().lines())
                .extracting(LogLine::message)
                .anyMatch(message -> message.contains("sample_on_first_match is enabled"));
    }

    private TailSamplingProcessor gated(String yaml, String... gates) {
        settings =
                settings.withGates(
                        Stream.of(gates)
                                .map(gate -> "processor.tailsamplingprocessor." + gate)
                                .toArray(String[]::new));
        return processor(yaml);
    }

    private Attributes scopeOfLast() {
        var sent = (Traces) next.payloads().getLast().open();
        return sent.resources().getFirst().scopes().getFirst().scope().attributes();
    }
}
