// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.NumberDataPoint;
import dev.forager.pipeline.Context;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is forgotten, and what becomes of that for which there is no room. */
class SpanMetricsRoomTest extends SpanMetricsFixture {
    @Test
    void silentResource_expires() throws Exception {
        var connector = start("metrics_expiration: 90s");
        connector.consume(spans("old", "a").open(), Context.background());
        clock.advance(MINUTE);
        connector.consume(spans("new", "a").open(), Context.background());
        clock.advance(MINUTE);
        clock.advance(MINUTE);
        assertThat(calls(1)).containsExactly("old a 1", "new a 0");
        assertThat(calls(2)).containsExactly("new a 1");
        connector.stop(MINUTE);
    }

    @Test
    void silentSeries_expires() throws Exception {
        var connector = start("series_expiration: 1m");
        connector.consume(spans("shop", "old").open(), Context.background());
        clock.advance(MINUTE.minusSeconds(1));
        connector.consume(spans("shop", "young").open(), Context.background());
        clock.advance(Duration.ofSeconds(1));
        clock.advance(MINUTE);
        assertThat(calls(0)).containsExactly("shop old 0", "shop young 0");
        assertThat(calls(1)).containsExactly("shop young 1");
        connector.stop(MINUTE);
    }

    /** Who is seen longest ago leaves, but is told of once more. */
    @Test
    void resourcesAboveTheCache_leaveAfterTheFlush() throws Exception {
        var connector = start("resource_metrics_cache_size: 2");
        connector.consume(spans("a", "x").open(), Context.background());
        connector.consume(spans("b", "x").open(), Context.background());
        connector.consume(spans("c", "x").open(), Context.background());
        clock.advance(MINUTE);
        clock.advance(MINUTE);
        assertThat(calls(0)).containsExactlyInAnyOrder("a x 0", "b x 0", "c x 0");
        assertThat(calls(1)).containsExactlyInAnyOrder("b x 1", "c x 1");
        connector.stop(MINUTE);
    }

    @Test
    void seriesAboveTheBytes_countTogether() throws Exception {
        var connector = start("max_state_size: 16KiB");
        for (int i = 0; i < 40; i++) {
            connector.consume(spans("shop", "name-" + i).open(), Context.background());
        }
        connector.stop(MINUTE);
        assertThat(calls(0).getLast()).matches("null null [1-9][0-9]*");
        long sum =
                sum(0, "traces.span.metrics.calls").dataPoints().stream()
                        .mapToLong(NumberDataPoint::asInt)
                        .sum();
        assertThat(sum).isEqualTo(40);
    }

    @Test
    void noRoomForAResource_isCounted() throws Exception {
        var connector = start("max_state_size: 1KiB");
        connector.consume(spans("x".repeat(1 << 20), "a").open(), Context.background());
        assertThat(settings.metrics().sum("forager_connector_state_refused")).isEqualTo(1);
        connector.stop(MINUTE);
        assertThat(next.payloads()).isEmpty();
    }

    @Test
    void hugeNames_areKeptApartFromTheRequest() throws Exception {
        var connector = start("");
        String huge = "n".repeat(1 << 20);
        connector.consume(
                spans("shop", huge + "1", huge + "2", huge + "1").open(), Context.background());
        connector.stop(MINUTE);
        assertThat(calls(0)).containsExactly("shop " + huge + "1 2", "shop " + huge + "2 1");
    }

    @Test
    void deltaStart_isForgottenAboveTheCache() throws Exception {
        var connector =
                start(
                        "{aggregation_temporality: AGGREGATION_TEMPORALITY_DELTA,"
                                + " metric_timestamp_cache_size: 1}");
        for (int i = 0; i < 2; i++) {
            connector.consume(spans("shop", "a", "b").open(), Context.background());
            clock.advance(MINUTE);
        }
        assertThat(point(1).startTimeUnixNano()).isEqualTo(point(0).timeUnixNano());
        assertThat(sum(1, "traces.span.metrics.calls").dataPoints().getLast().startTimeUnixNano())
                .isEqualTo(point(0).timeUnixNano());
        connector.stop(MINUTE);
    }
}
