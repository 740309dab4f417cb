// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.testkit.ConfigAssertions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, in the words of the Go collector. */
class SpanMetricsConnectorConfigTest extends SpanMetricsFixture {
    @Test
    void badConfigurations_areRefusedInTheCollectorsWords() {
        refused(
                "dimensions: [{name: span.name}]",
                "failed validating dimensions: duplicate dimension name \"span.name\"");
        refused("dimensions: [{name: a}, {name: a}]", "duplicate dimension name \"a\"");
        refused(
                "calls_dimensions: [{}]",
                "failed validating calls dimensions: dimension entry must set one of `name` or `glob`");
        refused(
                "histogram: {dimensions: [{name: a, glob: b}]}",
                "failed validating histogram dimensions: dimension entry must set only one of `name` or `glob`, got both: name=\"a\" glob=\"b\"");
        refused(
                "dimensions: [{glob: a, default: x}]",
                "`default` is not supported on `glob` dimension \"a\"");
        refused(
                "dimensions: [{glob: '['}]",
                "invalid dimension glob \"[\": unexpected end of input");
        refused("dimensions: [{glob: 'a}'}]", "invalid dimension glob");
        refused("dimensions: [{glob: '{a'}]", "invalid dimension glob");
        refused(
                "dimensions: [{glob: 'service.*'}]",
                "duplicate dimension name \"service.name\" conflicting with glob \"service.*\"");
        refused(
                "events: {enabled: true}",
                "failed validating event dimensions: no dimensions configured for events");
        refused(
                "histogram: {explicit: {buckets: [1s]}, exponential: {}}",
                "use either `explicit` or `exponential` buckets histogram");
        refused("histogram: {unit: h}", "unknown Unit \"h\", allowed units are \"ms\" and \"s\"");
        refused(
                "metrics_flush_interval: -1s",
                "invalid metrics_flush_interval: -1.0s, the duration should be positive");
        refused("metrics_flush_interval: 0s", "expected: above 0");
        refused("metrics_expiration: -1s", "invalid metrics_expiration");
        refused("series_expiration: -1s", "invalid series_expiration");
        refused(
                "{aggregation_temporality: AGGREGATION_TEMPORALITY_DELTA, metric_timestamp_cache_size: 0}",
                "invalid delta timestamp cache size: 0, the maximum number of the items in the cache should be positive");
        refused(
                "aggregation_cardinality_limit: -1",
                "invalid aggregation_cardinality_limit: -1, the limit should be positive");
        refused(
                "exemplars: {enabled: true, max_per_data_point: -1}",
                "invalid max_per_data_point: -1, the value should be positive");
        refused("resource_metrics_cache_size: 0", "must provide a positive size");
    }

    @Test
    void mistakes_areToldAtOnce() {
        ConfigAssertions.assertThatConfig(
                        factory,
                        "{dimensions: [{name: a}, {name: a}, {name: ''}], metrics_expiration: -1s,"
                                + " resource_metrics_cache_size: 0, events: {enabled: true}}")
                .failsWith(
                        "dimensions[1]: failed validating dimensions: duplicate dimension name \"a\"",
                        "dimensions[2]: failed validating dimensions: dimension entry must set",
                        "invalid metrics_expiration",
                        "must provide a positive size",
                        "no dimensions configured for events");
    }

    private void refused(String yaml, String text) {
        ConfigAssertions.assertThatConfig(factory, yaml).failsWith(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                                | 10000
                    {resource_metrics_cache_size: 5}                                  | 1000
                    {resource_metrics_cache_size: 2000000000}                         | 2147483647
                    {resource_metrics_cache_size: 2000, metric_timestamp_cache_size: 7} | 7
                    """)
    void startTimes_areAsManyAsResourcesNeed(String yaml, int startTimes) {
        assertThat(ConfigAssertions.assertThatConfig(factory, yaml).binds().startTimes())
                .isEqualTo(startTimes);
    }

    @Test
    void globs_matchAsTheGoLibrary() {
        assertThat(matching("a.*", "a.b", "a.b.c", "ab", "a.")).containsExactly("a.b", "a.");
        assertThat(matching("a.**", "a.b", "a.b.c", "ab")).containsExactly("a.b", "a.b.c");
        assertThat(matching("[!a-c]?z", "dxz", "axz", "d.z")).containsExactly("dxz");
        assertThat(matching("{x,y*}.q", "x.q", "yy.q", "z.q")).containsExactly("x.q", "yy.q");
        assertThat(matching("a\\*,(", "a*,(", "ab,(")).containsExactly("a*,(");
    }

    private static List<String> matching(String glob, String... names) {
        return Stream.of(names).filter(Glob.compile(glob)::matches).toList();
    }
}
