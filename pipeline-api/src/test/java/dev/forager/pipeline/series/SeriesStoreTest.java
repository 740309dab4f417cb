// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.series;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.ContentKey;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Resource;
import dev.forager.pdata.Sum;
import dev.forager.pipeline.config.ByteSize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesStoreTest {
    private static final ContentKey METRIC = key("metric");
    private static final ContentKey OTHER = key("other");

    private final SeriesStore<String> store = new SeriesStore<>(3, 1 << 20);

    @Test
    void series_areFoundByMetricAndPoint() {
        add(METRIC, "a", 1);
        add(OTHER, "b", 1);
        assertThat(states(METRIC, "a")).isEqualTo("a");
        assertThat(store.find(store.group(METRIC), key("b"), 2)).isNull();
        assertThat(store.size()).isEqualTo(2);
    }

    @Test
    void expire_forgetsWhatWasNotSeen() {
        add(METRIC, "a", 1);
        add(METRIC, "b", 2);
        add(OTHER, "c", 3);
        states(METRIC, "a");
        assertThat(store.expire(10)).isEqualTo(2);
        assertThat(states(METRIC, "a")).isEqualTo("a");
        assertThat(store.expire(Long.MAX_VALUE)).isEqualTo(1);
        assertThat(store.size()).isZero();
        assertThat(store.bytes()).isZero();
    }

    @Test
    void fullStore_refusesNewOnesAndKeepsTheOld() {
        add(METRIC, "a", 1);
        add(METRIC, "b", 1);
        add(METRIC, "c", 1);
        assertThat(store.add(store.group(OTHER), key("d"), "d", 0, 2)).isNull();
        assertThat(states(METRIC, "a")).isEqualTo("a");
        store.expire(2);
        assertThat(store.size()).isEqualTo(1);
        add(OTHER, "d", 3);
    }

    @Test
    void bytes_areABoundOfTheirOwn() {
        var small = new SeriesStore<String>(1000, 2000);
        int room = 0;
        while (small.add(small.group(METRIC), key("s" + room), "", 100, 1) != null) {
            room++;
        }
        assertThat(room).isBetween(3, 8);
        assertThat(small.bytes()).isLessThanOrEqualTo(2000);
    }

    @Test
    void replace_countsBytesAnew() {
        SeriesStore.Series<String> series =
                requireNonNull(store.add(store.group(METRIC), key("a"), "a", 100, 1));
        long before = store.bytes();
        store.replace(series, "b", 150);
        assertThat(store.bytes() - before).isEqualTo(50);
        assertThat(series.state()).isEqualTo("b");
        store.remove(series);
        store.remove(series);
        assertThat(store.bytes()).isZero();
        assertThat(store.size()).isZero();
    }

    @Test
    void forEach_goesFromTheOldest() {
        add(METRIC, "a", 1);
        add(METRIC, "b", 2);
        add(OTHER, "c", 3);
        states(METRIC, "b");
        List<String> seen = new ArrayList<>();
        store.forEach(seen::add);
        assertThat(seen).containsExactly("a", "c", "b");
        store.clear();
        assertThat(store.size()).isZero();
    }

    @Test
    void limits_withoutASizeAreAShareOfTheHeap() {
        assertThat(SeriesLimits.of(7, new ByteSize(0)).maxBytes())
                .isEqualTo(Runtime.getRuntime().maxMemory() / 4);
        assertThat(SeriesLimits.of(7, new ByteSize(5))).isEqualTo(new SeriesLimits(7, 5));
    }

    @Test
    void names_followTheDataModel() {
        var names = new SeriesNames();
        var resource = new Resource();
        resource.attributes().put("r", 1);
        names.resource(resource);
        names.scope(new InstrumentationScope().name("s"));
        ContentKey plain = names.metric(sum("m"));
        assertThat(names.metric(sum("m"))).isEqualTo(plain);
        assertThat(names.metric(sum("m").description("d"))).isEqualTo(plain);
        assertThat(names.metric(sum("n"))).isNotEqualTo(plain);
        assertThat(names.metric(sum("m").unit("s"))).isNotEqualTo(plain);
        assertThat(names.metric(sum("m").data(new Sum().isMonotonic(true)))).isNotEqualTo(plain);
        names.scope(new InstrumentationScope().name("s").version("2"));
        assertThat(names.metric(sum("m"))).isNotEqualTo(plain);
        names.resource(new Resource());
        names.scope(new InstrumentationScope().name("s"));
        assertThat(names.metric(sum("m"))).isNotEqualTo(plain);
        assertThat(names.point(resource.attributes()))
                .isNotEqualTo(names.point(resource.attributes(), 0, 0));
    }

    private static Metric sum(String name) {
        return new Metric().name(name).data(new Sum());
    }

    private void add(ContentKey metric, String point, long nanos) {
        assertThat(store.add(store.group(metric), key(point), point, 0, nanos)).isNotNull();
    }

    private String states(ContentKey metric, String point) {
        SeriesStore.Series<String> series = store.find(store.group(metric), key(point), 20);
        return series == null ? "" : series.state();
    }

    private static ContentKey key(String text) {
        return new ContentKey.Builder().add(text).build();
    }
}
