// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextSetTest {
    @Test
    void cache_isBoundedAndRight() {
        var set =
                new TextSet.Cached(
                        new TextSet.Regexp(List.of(Pattern.compile("^a"), Pattern.compile("7$"))),
                        3);
        for (int i = 0; i < 100; i++) {
            assertThat(set.matches("a" + i)).isTrue();
            assertThat(set.matches("b" + i)).isEqualTo(i % 10 == 7);
        }
        assertThat(set.matches("a".repeat(2_000_000))).isTrue();
        assertThat(set.size()).isEqualTo(3);
    }
}
