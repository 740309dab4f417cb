// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When traces are decided on, and what becomes of spans that come afterwards. */
class LateSpansTest extends SamplerFixture {
    @Test
    void lateSpans_followTheDecisionThatTheTableStillHolds() {
        var processor =
                processor(
                        "policies: [{name: e, type: status_code,"
                                + " status_code: {status_codes: [ERROR]}}]");
        send(processor, new TestTraces().span(1, span -> span.status().codeValue(2)));
        send(processor, TestTraces.ofTrace(2, 1));
        tickAfter(processor, Duration.ofSeconds(31));
        clock.advance(Duration.ofSeconds(7));
        send(processor, TestTraces.ofTrace(1, 4));
        send(processor, TestTraces.ofTrace(2, 8));
        assertThat(next.items()).isEqualTo(5);
        assertThat(processor.heldItems()).isZero();
        var age = settings.metrics().histogram("processor_tail_sampling_sampling_late_span_age");
        assertThat(age.getFirst().getSum()).isEqualTo(14);
        assertThat(age.getFirst().getCount()).isEqualTo(2);
    }

    @Test
    void lateSpans_followTheCachedDecision() {
        var processor =
                processor(
                        "policies: [{name: e, type: status_code, status_code:"
                                + " {status_codes: [ERROR]}}]"
                                + CACHES);
        send(processor, new TestTraces().span(1, span -> span.status().codeValue(2)));
        send(processor, TestTraces.ofTrace(2, 1));
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(settings.metrics().gauge("processor_tail_sampling_sampling_traces_on_memory"))
                .isZero();
        send(processor, TestTraces.ofTrace(1, 4));
        send(processor, TestTraces.ofTrace(2, 8));
        assertThat(next.items()).isEqualTo(5);
        assertThat(
                        settings.metrics()
                                .points(
                                        "processor_tail_sampling_early_releases_from_cache_decision"))
                .containsExactly("{sampled=false} 8", "{sampled=true} 4");
    }

    @Test
    void cache_forgetsWhatWasNotAskedForLongest() {
        var processor = processor(ALL + ", decision_cache: {sampled_cache_size: 2}");
        for (int i = 1; i <= 3; i++) {
            send(processor, TestTraces.ofTrace(i, 1));
            tickAfter(processor, Duration.ofSeconds(31));
        }
        next.clear();
        send(processor, TestTraces.ofTrace(1, 1));
        send(processor, TestTraces.ofTrace(2, 1));
        send(processor, TestTraces.ofTrace(3, 1));
        assertThat(sentTraces()).containsExactly(TestTraces.id(2), TestTraces.id(3));
        assertThat(processor.heldItems()).isEqualTo(1);
    }

    @Test
    void spanIngest_releasesAtTheFirstMatchAndForgetsTheRest() {
        var processor =
                processor(
                        "sampling_strategy: span-ingest, policies: [{name: e, type: status_code,"
                                + " status_code: {status_codes: [ERROR]}}]");
        send(processor, TestTraces.ofTrace(1, 2));
        send(processor, TestTraces.ofTrace(2, 4));
        assertThat(next.items()).isZero();
        send(processor, new TestTraces().span(1, span -> span.status().codeValue(2)));
        assertThat(next.items()).isEqualTo(3);
        send(processor, TestTraces.ofTrace(1, 8));
        assertThat(next.items()).isEqualTo(11);
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(next.items()).isEqualTo(11);
        assertThat(processor.heldItems()).isZero();
        assertThat(settings.metrics().gauge("processor_tail_sampling_sampling_traces_on_memory"))
                .isEqualTo(1);
    }

    @Test
    void spanIngest_countsLateSpansOfATooLargeTraceThatPoliciesSaw() {
        var processor =
                processor(
                        "sampling_strategy: span-ingest, maximum_trace_size_bytes: 200, policies:"
                                + " [{name: e, type: status_code, status_code: {status_codes:"
                                + " [ERROR]}}]");
        send(processor, TestTraces.ofTrace(1, 2));
        send(processor, TestTraces.ofTrace(1, 8));
        send(processor, TestTraces.ofTrace(1, 1));
        send(processor, TestTraces.ofTrace(2, 10));
        send(processor, TestTraces.ofTrace(2, 1));
        assertThat(settings.metrics().sum("processor_tail_sampling_traces_dropped_too_large"))
                .isEqualTo(2);
        var age = settings.metrics().histogram("processor_tail_sampling_sampling_late_span_age");
        assertThat(age.getFirst().getCount()).isEqualTo(1);
    }

    @Test
    void spanIngest_waitsWhileADropPolicyMayStillMatch() {
        var processor =
                processor(
                        "sampling_strategy: span-ingest, policies: [{name: all, type:"
                                + " always_sample}, {name: d, type: drop, drop: {drop_sub_policy:"
                                + " [{type: status_code, status_code: {status_codes: [OK]}}]}}]");
        send(processor, TestTraces.ofTrace(1, 2));
        assertThat(next.items()).isZero();
        send(processor, new TestTraces().span(1, span -> span.status().codeValue(1)));
        assertThat(processor.heldItems()).isZero();
        assertThat(next.items()).isZero();
    }

    @Test
    void root_bringsTheDecisionForward() {
        var processor = processor("decision_wait_after_root_received: 5s, " + ALL);
        send(processor, TestTraces.ofTrace(1, 1));
        clock.advance(Duration.ofSeconds(2));
        send(processor, new TestTraces().root(1));
        tickAfter(processor, Duration.ofSeconds(4));
        assertThat(next.items()).isZero();
        tickAfter(processor, Duration.ofSeconds(2));
        assertThat(next.items()).isEqualTo(2);
    }

    @Test
    void root_neverPutsTheDecisionOff() {
        var processor = processor("decision_wait_after_root_received: 20s, " + ALL);
        send(processor, TestTraces.ofTrace(1, 1));
        clock.advance(Duration.ofSeconds(25));
        send(processor, new TestTraces().root(1));
        tickAfter(processor, Duration.ofSeconds(6));
        assertThat(next.items()).isEqualTo(2);
    }
}
