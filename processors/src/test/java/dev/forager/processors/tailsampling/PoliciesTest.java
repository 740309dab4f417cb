// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.pipeline.Gates;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.TestClock;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each type of policy, from its YAML. */
class PoliciesTest {
    private static final Decision YES = Decision.SAMPLED;
    private static final Decision NO = Decision.NOT_SAMPLED;

    private final TestClock clock = new TestClock();
    private final LogRecorder log = new LogRecorder();

    @Test
    void alwaysSample_samples() {
        assertThat(ask("type: always_sample", trace())).isEqualTo(YES);
    }

    @Test
    void latency_isAboveTheThreshold() {
        assertThat(ask("type: latency, latency: {threshold_ms: 999}", trace())).isEqualTo(YES);
        assertThat(ask("type: latency, latency: {threshold_ms: 1000}", trace())).isEqualTo(NO);
    }

    @Test
    void latency_spansSeveralSpans() {
        TestTraces trace = trace().span(1, span -> span.endTimeUnixNano(9_000_000_000L));
        assertThat(ask("type: latency, latency: {threshold_ms: 7000}", trace)).isEqualTo(YES);
        assertThat(ask("type: latency, latency: {threshold_ms: 8000}", trace)).isEqualTo(NO);
    }

    @Test
    void latency_upperBoundIsInclusiveAndAskedAfterEachSpan() {
        String config = "type: latency, latency: {threshold_ms: 500, upper_threshold_ms: 1000}";
        assertThat(ask(config, trace())).isEqualTo(YES);
        TestTraces longLater = trace().span(1, span -> span.endTimeUnixNano(9_000_000_000L));
        assertThat(ask(config, longLater)).isEqualTo(YES);
        var longOnly = new TestTraces().span(1, span -> span.endTimeUnixNano(9_000_000_000L));
        assertThat(ask(config, longOnly)).isEqualTo(NO);
    }

    @ParameterizedTest
    @CsvSource({
        "50, 100, 50, SAMPLED",
        "50, 100, 100, SAMPLED",
        "50, 100, 49, NOT_SAMPLED",
        "50, 100, 101, NOT_SAMPLED",
        "50, 0, 1000000, SAMPLED",
        "0, 50, -1000000, SAMPLED",
        "0, 50, 51, NOT_SAMPLED"
    })
    void numericAttribute_isWithinItsRange(long min, long max, long value, Decision expected) {
        String config =
                "type: numeric_attribute, numeric_attribute: {key: n, min_value: %d, max_value: %d"
                        .formatted(min, max);
        TestTraces trace = trace().span(1, span -> span.attributes().put("n", value));
        assertThat(ask(config + "}", trace)).isEqualTo(expected);
        assertThat(ask(config + ", invert_match: true}", trace)).isEqualTo(opposite(expected));
    }

    /** As the Go collector, whose accessor gives 0 for a value of another kind. */
    @Test
    void numericAttribute_ofAnotherKindCountsAsZero() {
        TestTraces trace = trace().span(1, span -> span.attributes().put("n", "text"));
        String config = "type: numeric_attribute, numeric_attribute: {key: n, max_value: 5}";
        assertThat(ask(config, trace)).isEqualTo(YES);
    }

    @Test
    void attributeThatIsMissing_matchesOnlyInverted() {
        for (String type : List.of("numeric", "string", "boolean")) {
            String config =
                    "type: %s_attribute, %s_attribute: {key: no, max_value: 5, values: [a]"
                            .formatted(type, type);
            config = type.equals("numeric") ? config.replace(", values: [a]", "") : config;
            config = type.equals("string") ? config.replace(", max_value: 5", "") : config;
            config =
                    type.equals("boolean")
                            ? "type: boolean_attribute, boolean_attribute: {key: no"
                            : config;
            assertThat(ask(config + "}", trace())).as(type).isEqualTo(NO);
            assertThat(ask(config + ", invert_match: true}", trace())).as(type).isEqualTo(YES);
        }
    }

    @Test
    void booleanAttribute_isEqual() {
        TestTraces trace = trace().span(1, span -> span.attributes().put("b", true));
        String config = "type: boolean_attribute, boolean_attribute: {key: b, value: ";
        assertThat(ask(config + "true}", trace)).isEqualTo(YES);
        assertThat(ask(config + "false}", trace)).isEqualTo(NO);
        assertThat(ask(config + "true, invert_match: true}", trace)).isEqualTo(NO);
        assertThat(ask(config + "false, invert_match: true}", trace)).isEqualTo(YES);
    }

    @Test
    void stringAttribute_isOneOfTheValues() {
        String config = "type: string_attribute, string_attribute: {key: tier, values: [gold, red]";
        TestTraces gold = trace().span(1, span -> span.attributes().put("tier", "gold"));
        TestTraces golden = trace().span(1, span -> span.attributes().put("tier", "golden"));
        assertThat(ask(config + "}", gold)).isEqualTo(YES);
        assertThat(ask(config + "}", golden)).isEqualTo(NO);
        assertThat(ask(config + ", invert_match: true}", gold)).isEqualTo(NO);
        assertThat(ask(config + ", invert_match: true}", golden)).isEqualTo(YES);
        assertThat(ask(config + "}", trace().resource("tier", "red"))).isEqualTo(YES);
    }

    @Test
    void stringAttribute_patternOccursAnywhereUnlessAnchored() {
        String config =
                "type: string_attribute, string_attribute: {key: k, enabled_regex_matching: true,"
                        + " cache_max_size: 2, values: ['ol', '^x$']}";
        Policy policy = policy(config);
        for (int i = 0; i < 3; i++) {
            // More texts than the memory of matches holds, and each several times.
            assertThat(ask(policy, withText("gold"))).isEqualTo(YES);
            assertThat(ask(policy, withText("x"))).isEqualTo(YES);
            assertThat(ask(policy, withText("xx"))).isEqualTo(NO);
            assertThat(ask(policy, withText("x".repeat(5000)))).isEqualTo(NO);
        }
    }

    @Test
    void stringAttribute_emptyTextIsTriedInResourcesOnly() {
        String config =
                "type: string_attribute, string_attribute: {key: k, enabled_regex_matching: true,"
                        + " values: ['^$']}";
        assertThat(ask(config, withText(""))).isEqualTo(NO);
        assertThat(ask(config, trace().resource("k", ""))).isEqualTo(YES);
    }

    @ParameterizedTest
    @CsvSource({"ERROR, 2, SAMPLED", "OK, 2, NOT_SAMPLED", "OK, 1, SAMPLED", "UNSET, 0, SAMPLED"})
    void statusCode_ofAnySpan(String code, int status, Decision expected) {
        var trace = new TestTraces().span(1, span -> span.status().codeValue(status));
        String config = "type: status_code, status_code: {status_codes: [%s]}".formatted(code);
        assertThat(ask(config, trace)).isEqualTo(expected);
    }

    @Test
    void spanCount_isWithinItsBounds() {
        TestTraces three = TestTraces.ofTrace(1, 3);
        assertThat(ask("type: span_count, span_count: {min_spans: 3}", three)).isEqualTo(YES);
        assertThat(ask("type: span_count, span_count: {min_spans: 4}", three)).isEqualTo(NO);
        assertThat(ask("type: span_count, span_count: {min_spans: 1, max_spans: 3}", three))
                .isEqualTo(YES);
        assertThat(ask("type: span_count, span_count: {min_spans: 1, max_spans: 2}", three))
                .isEqualTo(NO);
    }

    @Test
    void traceFlags_areThoseOfAnySpan() {
        assertThat(ask("type: trace_flags", trace())).isEqualTo(NO);
        assertThat(ask("type: trace_flags", trace().span(1, span -> span.flags(0x101))))
                .isEqualTo(YES);
        assertThat(ask("type: trace_flags", trace().span(1, span -> span.flags(0x102))))
                .isEqualTo(NO);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "k=v|SAMPLED",
                "a=b, k=v|SAMPLED",
                " k=v |SAMPLED",
                "k=w|NOT_SAMPLED",
                "k=v,k=v|NOT_SAMPLED",
                "k=v,broken|NOT_SAMPLED",
                "k=v,B=c|NOT_SAMPLED",
                "k=v,t1@sys=x|SAMPLED",
                "k=v,1t=x|NOT_SAMPLED",
                "k=v,,a=b|SAMPLED",
                "k=v,a=b=c|NOT_SAMPLED"
            })
    void traceState_isReadByTheRulesOfW3c(String state, Decision expected) {
        String config = "type: trace_state, trace_state: {key: k, values: [v, z]}";
        TestTraces trace = trace().span(1, span -> span.traceState(state));
        assertThat(ask(config, trace)).isEqualTo(expected);
    }

    /** Hashes and thresholds as the Go collector has them, computed by it. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-5, 0",
        "100, 18446744073709551615",
        "250, 18446744073709551615",
        "50, 9223372036854775807",
        "25, 4611686018427387903",
        "2.5, 461168601842738815",
        "33.3, 6142765776545279999",
        "0.0001, 18446744073709",
        "99.99, 18444899399302178815",
        "1e-19, 0",
        "0.1, 18446744073709551"
    })
    void probabilistic_thresholdIsThatOfGo(double percentage, BigInteger expected) {
        assertThat(Long.toUnsignedString(ProbabilisticPolicy.threshold(percentage / 100)))
                .isEqualTo(expected.toString());
    }

    @Test
    void probabilistic_samplesItsShare() {
        Policy policy = policy("type: probabilistic, probabilistic: {sampling_percentage: 30}");
        int sampled = 0;
        for (int i = 0; i < 5000; i++) {
            sampled += ask(policy, TestTraces.ofTrace(i, 1)) == YES ? 1 : 0;
        }
        assertThat(sampled).isBetween(1350, 1650);
    }

    @Test
    void probabilistic_saltChangesTheChoice() {
        Policy plain = policy("type: probabilistic, probabilistic: {sampling_percentage: 50}");
        Policy salted =
                policy(
                        "type: probabilistic, probabilistic: {sampling_percentage: 50, hash_salt: s}");
        int different = 0;
        for (int i = 0; i < 1000; i++) {
            TestTraces trace = TestTraces.ofTrace(i, 1);
            different += ask(plain, trace) == ask(salted, trace) ? 0 : 1;
        }
        assertThat(different).isBetween(400, 600);
    }

    @Test
    void rateLimiting_refillsWithTime() {
        Policy policy = policy("type: rate_limiting, rate_limiting: {spans_per_second: 5}");
        assertThat(ask(policy, TestTraces.ofTrace(1, 10))).isEqualTo(YES);
        assertThat(ask(policy, TestTraces.ofTrace(2, 1))).isEqualTo(NO);
        clock.advance(Duration.ofMillis(400));
        assertThat(ask(policy, TestTraces.ofTrace(3, 3))).isEqualTo(NO);
        assertThat(ask(policy, TestTraces.ofTrace(4, 2))).isEqualTo(YES);
        clock.advance(Duration.ofHours(1));
        assertThat(ask(policy, TestTraces.ofTrace(5, 11))).isEqualTo(NO);
        assertThat(ask(policy, TestTraces.ofTrace(6, 10))).isEqualTo(YES);
    }

    @Test
    void bytesLimiting_countsTheRequestOfTheTrace() {
        TestTraces trace = TestTraces.ofTrace(1, 4);
        int size = trace.payload().byteSize();
        String config =
                "type: bytes_limiting, bytes_limiting: {bytes_per_second: 1, burst_capacity: %d}";
        assertThat(ask(config.formatted(size), trace)).isEqualTo(YES);
        assertThat(ask(config.formatted(size - 1), trace)).isEqualTo(NO);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "span: ['attributes[\"k\"] == \"v\"']|SAMPLED",
                "span: ['span.attributes[\"k\"] == \"w\"']|NOT_SAMPLED",
                "span: ['IsRootSpan()', 'IsMatch(name, \"^sp\")']|SAMPLED",
                "span: ['resource.attributes[\"service.name\"] == \"shop\"']|SAMPLED",
                "spanevent: ['name == \"oops\"']|SAMPLED",
                "spanevent: ['spanevent.name == \"no\"']|NOT_SAMPLED"
            })
    void ottlCondition_holdsForASpanOrAnEvent(String conditions, Decision expected) {
        TestTraces trace =
                trace().span(
                                1,
                                span -> {
                                    span.attributes().put("k", "v");
                                    span.addEvent().name("oops");
                                });
        assertThat(ask("type: ottl_condition, ottl_condition: {" + conditions + "}", trace))
                .isEqualTo(expected);
    }

    @Test
    void ottlCondition_failsByItsErrorMode() {
        String config = "type: ottl_condition, ottl_condition: {error_mode: ";
        String condition = ", span: ['Substring(name, 0, 99) == \"x\"']}";
        assertThat(ask(config + "silent" + condition, trace())).isEqualTo(NO);
        assertThat(log.messages()).isEmpty();
        assertThat(ask(config + "ignore" + condition, trace())).isEqualTo(NO);
        assertThat(log.messages()).hasSize(1);
        Policy strict = policy(config + "propagate" + condition);
        assertThatThrownBy(() -> strict.decide(trace().candidate()))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("invalid range for substring function");
    }

    @Test
    void and_needsAll() {
        String latency = "{type: latency, latency: {threshold_ms: %d}}";
        String config = "type: and, and: {and_sub_policy: [{type: always_sample}, %s]}";
        assertThat(ask(config.formatted(latency.formatted(1)), trace())).isEqualTo(YES);
        assertThat(ask(config.formatted(latency.formatted(5000)), trace())).isEqualTo(NO);
        String not = "{type: not, not: {not_sub_policy: %s}}".formatted(latency.formatted(5000));
        assertThat(ask(config.formatted(not), trace())).isEqualTo(YES);
    }

    @Test
    void not_turnsAround() {
        String config = "type: not, not: {not_sub_policy: {type: latency, latency: {threshold_ms: ";
        assertThat(ask(config + "1}}}", trace())).isEqualTo(NO);
        assertThat(ask(config + "5000}}}", trace())).isEqualTo(YES);
    }

    @Test
    void drop_dropsWhatAllSample() {
        String config =
                "type: drop, drop: {drop_sub_policy: [{type: latency, latency: {threshold_ms: ";
        assertThat(ask(config + "1}}]}", trace())).isEqualTo(Decision.DROPPED);
        assertThat(ask(config + "5000}}]}", trace())).isEqualTo(NO);
    }

    @Test
    void composite_givesEachPartItsRate() {
        Policy policy =
                policy(
                        "type: composite, composite: {max_total_spans_per_second: 10,"
                                + " composite_sub_policy: [{name: slow, type: latency,"
                                + " latency: {threshold_ms: 5000}}, {name: rest, type: always_sample}],"
                                + " rate_allocation: [{policy: slow, percent: 50}]}");
        assertThat(ask(policy, TestTraces.ofTrace(1, 5))).isEqualTo(YES);
        assertThat(ask(policy, TestTraces.ofTrace(2, 1))).isEqualTo(NO);
        TestTraces slow = new TestTraces().span(3, span -> span.endTimeUnixNano(9_000_000_000L));
        assertThat(ask(policy, slow)).isEqualTo(YES);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ask(policy, TestTraces.ofTrace(2, 1))).isEqualTo(YES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(x+x+)+y"})
    void hostilePattern_isLinear(String pattern) {
        Policy policy =
                policy(
                        "type: string_attribute, string_attribute: {key: k,"
                                + " enabled_regex_matching: true, values: ['%s']}"
                                        .formatted(pattern));
        assertThat(ask(policy, withText("a".repeat(100_000) + "!"))).isEqualTo(NO);
    }

    private static Decision opposite(Decision decision) {
        return decision == YES ? NO : YES;
    }

    private static TestTraces trace() {
        return TestTraces.ofTrace(1, 1);
    }

    private static TestTraces withText(String text) {
        return trace().span(1, span -> span.attributes().put("k", text));
    }

    private Decision ask(String config, TestTraces trace) {
        return ask(policy(config), trace);
    }

    private static Decision ask(Policy policy, TestTraces trace) {
        try {
            return policy.decide(trace.candidate());
        } catch (PolicyException e) {
            throw new AssertionError(e);
        }
    }

    private Policy policy(String config) {
        try {
            var bound = RecordBinder.read("{name: p, " + config + "}", PolicyConfig.class);
            return new PolicyCompiler(
                            log.logger(), clock::nanoTime, SamplingGates.of(Gates.UNTOUCHED))
                    .compile(List.of(bound))
                    .getFirst()
                    .policy();
        } catch (ConfigException e) {
            throw new AssertionError(e.problems().toString(), e);
        }
    }
}
