// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lines are found by their bytes, and stay in the order in which they came. */
class LineTableTest {
    private final LineTable table = new LineTable();

    private static byte[] key(int number) {
        return "series_%d{a=\"b\"}".formatted(number).getBytes(UTF_8);
    }

    private void add(int number) {
        byte[] key = key(number);
        table.add(new SeriesLine(key, LineTable.hash(key, 0, key.length), "s", null, 0));
    }

    private @Nullable SeriesLine get(int number) {
        byte[] key = key(number);
        return table.get(key, 0, key.length, LineTable.hash(key, 0, key.length));
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        table.forEach(line -> keys.add(new String(line.key, UTF_8)));
        return keys;
    }

    /** Against a set of the library, through growing and shrinking. */
    @Test
    void table_isASetInItsOrder() {
        var random = new Random(4711);
        Set<Integer> expected = new LinkedHashSet<>();
        for (int round = 0; round < 200; round++) {
            for (int i = random.nextInt(60); i > 0; i--) {
                int number = random.nextInt(5_000);
                if (expected.add(number)) {
                    assertThat(get(number)).isNull();
                    add(number);
                }
            }
            if (random.nextInt(4) == 0) {
                int divisor = 1 + random.nextInt(4);
                expected.removeIf(number -> number % 7 % divisor == 0);
                table.removeIf(line -> number(line) % 7 % divisor == 0);
            }
            assertThat(table.size()).isEqualTo(expected.size());
            assertThat(keys())
                    .containsExactlyElementsOf(
                            expected.stream().map(each -> new String(key(each), UTF_8)).toList());
            for (int number : expected) {
                assertThat(get(number)).isNotNull();
            }
            assertThat(table.bytes())
                    .isEqualTo(
                            expected.stream().mapToLong(each -> LineTable.bytes(key(each))).sum());
        }
    }

    private static int number(SeriesLine line) {
        String text = new String(line.key, UTF_8);
        return Integer.parseInt(text.substring("series_".length(), text.indexOf('{')));
    }

    @Test
    void lineThatIsTakenOut_isDead() {
        add(1);
        SeriesLine line = get(1);
        table.removeIf(_ -> true);
        assertThat(line).isNotNull().extracting(each -> each.isDead).isEqualTo(true);
        assertThat(get(1)).isNull();
        assertThat(table.bytes()).isZero();
    }
}
