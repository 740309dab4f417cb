// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import static dev.forager.prometheus.TranslationStrategy.NO_TRANSLATION;
import static dev.forager.prometheus.TranslationStrategy.NO_UTF8_ESCAPING_WITH_SUFFIXES;
import static dev.forager.prometheus.TranslationStrategy.UNDERSCORE_ESCAPING_WITHOUT_SUFFIXES;
import static dev.forager.prometheus.TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of metrics by each strategy. */
class MetricNamesTest {
    @ParameterizedTest
    @CsvSource({
        "system.io, By, COUNTER, system_io_bytes_total",
        "system.io.total, By, COUNTER, system_io_bytes_total",
        "total.requests, 1, COUNTER, requests_total",
        "cpu.utilization, 1, GAUGE, cpu_utilization_ratio",
        "cpu.ratio.x, 1, GAUGE, cpu_x_ratio",
        "cpu.utilization, 1, OTHER, cpu_utilization",
        "disk.bytes, By, GAUGE, disk_bytes",
        "speed, m/s, GAUGE, speed_meters_per_second",
        "speed.per_second, m/s, GAUGE, speed_per_second_meters_per_second",
        "rate, {packets}/s, GAUGE, rate_per_second",
        "queue, {items}, GAUGE, queue",
        "temp, Cel, GAUGE, temp_celsius",
        "odd, foo/bar, GAUGE, odd_foo_per_bar",
        "odd, a_/b, GAUGE, odd_a_per_b",
        "a__b..c, '', GAUGE, a_b_c",
        "2xx, '', COUNTER, _2xx_total",
        "ns:rule, '', GAUGE, ns:rule",
        "größe, ms, GAUGE, gr_e_milliseconds",
        "used, %, GAUGE, used_percent",
    })
    void escapedWithSuffixes(String name, String unit, MetricNames.Shape shape, String expected)
            throws Exception {
        var names = new MetricNames("", UNDERSCORE_ESCAPING_WITH_SUFFIXES);
        assertThat(names.build(name, unit, shape)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "system.io, By, COUNTER, system_io",
        "a__b..c, '', GAUGE, a__b_c",
        "2xx, '', COUNTER, _2xx",
    })
    void escapedWithoutSuffixes(String name, String unit, MetricNames.Shape shape, String expected)
            throws Exception {
        var names = new MetricNames("", UNDERSCORE_ESCAPING_WITHOUT_SUFFIXES);
        assertThat(names.build(name, unit, shape)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "system.io, By, COUNTER, system.io_bytes_total",
        "system.io.total, By, COUNTER, system.io_bytes_total",
        "cpu.utilization, 1, GAUGE, cpu.utilization_ratio",
        "speed, m/s, GAUGE, speed_meters_per_second",
        "disk.bytes, By, GAUGE, disk.bytes",
    })
    void utf8WithSuffixes(String name, String unit, MetricNames.Shape shape, String expected)
            throws Exception {
        var names = new MetricNames("", NO_UTF8_ESCAPING_WITH_SUFFIXES);
        assertThat(names.build(name, unit, shape)).isEqualTo(expected);
    }

    @Test
    void namespace_standsInFront() throws Exception {
        var shape = MetricNames.Shape.COUNTER;
        assertThat(new MetricNames("ns", UNDERSCORE_ESCAPING_WITH_SUFFIXES).build("2a", "s", shape))
                .isEqualTo("ns_2a_seconds_total");
        assertThat(
                        new MetricNames("n.s", UNDERSCORE_ESCAPING_WITHOUT_SUFFIXES)
                                .build("a.b", "s", shape))
                .isEqualTo("n_s_a_b");
        assertThat(new MetricNames("ns", NO_TRANSLATION).build("a.b", "s", shape))
                .isEqualTo("ns_a.b");
    }

    @Test
    void nameWithoutAnything_isRefused() {
        var names = new MetricNames("", UNDERSCORE_ESCAPING_WITH_SUFFIXES);
        assertThatThrownBy(() -> names.build("...", "", MetricNames.Shape.GAUGE))
                .hasMessage("normalization for metric \"...\" resulted in empty name");
    }

    @ParameterizedTest
    @CsvSource({
        "By/s, bytes_per_second",
        "{x}, ''",
        "1, ''",
        "/s, per_second",
        "m²/s, m__per_second"
    })
    void unit_isWords(String unit, String expected) {
        var names = new MetricNames("", UNDERSCORE_ESCAPING_WITH_SUFFIXES);
        assertThat(names.unit(unit)).isEqualTo(expected);
    }
}
