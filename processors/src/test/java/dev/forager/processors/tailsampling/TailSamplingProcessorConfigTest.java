// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Signal;
import dev.forager.processors.tailsampling.TailSamplingProcessorConfig.DecisionCacheConfig;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Defaults, and what is refused in whose words. */
class TailSamplingProcessorConfigTest {
    private final TailSamplingProcessorFactory factory = new TailSamplingProcessorFactory();

    @Test
    void defaults_areThoseOfTheGoCollector() {
        assertThatConfig(factory, "{}")
                .bindsTo(
                        new TailSamplingProcessorConfig(
                                Duration.ofSeconds(30),
                                Duration.ZERO,
                                50_000,
                                false,
                                0,
                                List.of(),
                                new DecisionCacheConfig(0, 0),
                                null,
                                false,
                                SamplingStrategy.TRACE_COMPLETE,
                                false,
                                0,
                                1,
                                0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "num_shards: 300|num_shards (300) must not exceed 256",
                "sampling_strategy: never|invalid sampling_strategy \"never\", expected one of"
                        + " \"trace-complete\" or \"span-ingest\"",
                "sampling_strategy: |invalid sampling_strategy \"\"",
                "policies: [{name: a, type: ottl_condition, ottl_condition: {error_mode: null,"
                        + " span: ['true']}}]|unknown error mode",
                "tail_storage: pebble|'tail_storage' requires the",
                "policies: [{type: always_sample}]|policy name cannot be empty",
                "policies: [{name: a, type: always_sample}, {name: a, type: always_sample}]|"
                        + "duplicate policy name \"a\"",
                "policies: [{name: a, type: nosuch}]|unknown sampling policy type nosuch",
                "policies: [{name: a, type: status_code}]|expected at least one status code to"
                        + " filter on",
                "policies: [{name: a, type: status_code, status_code: {status_codes: [BAD]}}]|"
                        + "unknown status code \"BAD\", supported: OK, ERROR, UNSET",
                "policies: [{name: a, type: numeric_attribute, numeric_attribute: {key: k}}]|"
                        + "At least one of minValue or maxValue must be set",
                "policies: [{name: a, type: string_attribute, string_attribute: {key: k,"
                        + " enabled_regex_matching: true, values: ['(']}}]|invalid regex `(`",
                "policies: [{name: a, type: and, and: {and_sub_policy: [{name: b, type: drop}]}}]|"
                        + "unknown sampling policy type drop",
                "policies: [{name: a, type: ottl_condition}]|expected at least one OTTL condition",
                "policies: [{name: a, type: ottl_condition, ottl_condition: {span: ['nam ==']}}]|"
                        + "failed to create policy evaluator for \"a\": ",
                "policies: [{name: a, type: not}]|unknown sampling policy type",
                "policies: [{name: a, type: always_sample, latncy: 5}]|has invalid keys: latncy",
                "sampling_strategy: span-ingest, policies: [{name: r, type: rate_limiting}]|"
                        + "sampling_strategy \"span-ingest\" requires all policies to be stateless,"
                        + " but policy \"r\" is stateful",
                "sampling_strategy: span-ingest, policies: [{name: r, type: and, and:"
                        + " {and_sub_policy: [{type: latency, latency:"
                        + " {upper_threshold_ms: 5}}]}}]|policy \"r\" is stateful"
            })
    void mistakes_areRefused(String yaml, String text) {
        assertThatConfig(factory, "{" + yaml + "}").failsWith(text);
    }

    @Test
    void mistakesOfAllPolicies_areToldAtOnce() {
        assertThatConfig(
                        factory,
                        """
                        num_shards: 1000
                        policies:
                          - {type: status_code, status_code: {status_codes: [A, B]}}
                          - {name: a, type: string_attribute,
                             string_attribute: {enabled_regex_matching: true, values: ['(', '[']}}
                          - {name: a, type: and, and: {and_sub_policy: [{name: n, type: not}]}}
                          - {name: c, type: composite, composite:
                             {composite_sub_policy: [{name: q, type: not}, {name: r, type: status_code}]}}
                        """)
                .failsWith(
                        "num_shards (1000) must not exceed 256",
                        "policies[0]::name: policy name cannot be empty",
                        "policies[0]::status_code::status_codes[0]: failed",
                        "unknown status code \"B\"",
                        "invalid regex `(`",
                        "invalid regex `[`",
                        "policies[2]::name: duplicate policy name \"a\"",
                        "policies[2]::and::and_sub_policy[0]::not: failed",
                        "composite_sub_policy[0]::type: failed to create policy evaluator for \"q\"",
                        "composite_sub_policy[1]::status_code::status_codes: failed");
    }

    /** Go decodes every section and uses the one that the type names. */
    @Test
    void sectionsOfOtherTypes_areAccepted() {
        var config =
                assertThatConfig(
                                factory,
                                "policies: [{name: a, type: latency, latency: {threshold_ms: 5},"
                                        + " status_code: {status_codes: []},"
                                        + " composite: {policy_order: [x]}, trace_flags: {}},"
                                        + " {name: b, type: always_sample, always_sample: {}},"
                                        + " {name: d, type: always_sample, latncy: {ms: 5}, new: },"
                                        + " {name: c, type: not, not: {not_sub_policy:"
                                        + " {type: always_sample, always_sample: , and: {}}}}]")
                        .binds();
        assertThat(config.policies().getFirst().shared().latency().thresholdMs()).isEqualTo(5);
    }

    /** As in the Go collector, whose caches are off unless their size is above 0. */
    @Test
    void negativeCaches_areOff() {
        var config = assertThatConfig(factory, "decision_cache: {sampled_cache_size: -1}").binds();
        ShardSettings shards =
                new Sizing(config, 1)
                        .shardSettings(
                                new TestSettings().processor("tail_sampling", Signal.TRACES),
                                () -> 0);
        assertThat(shards.sampledCacheSize()).isZero();
    }

    @Test
    void sizing_keepsSmallCachesWhole() {
        var small = assertThatConfig(factory, "decision_cache: {sampled_cache_size: 100}").binds();
        var large =
                assertThatConfig(
                                factory,
                                "{decision_cache: {sampled_cache_size: 1000000}, num_shards: 3}")
                        .binds();
        assertThat(new Sizing(small, 8).shards()).isEqualTo(1);
        assertThat(new Sizing(large, 8).shards()).isEqualTo(33);
        assertThat(new Sizing(large, 8).deciders()).isEqualTo(3);
    }
}
