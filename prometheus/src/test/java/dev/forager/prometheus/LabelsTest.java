// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Labels are the same whichever way they were made. */
class LabelsTest {
    private static Labels of(String... pairs) {
        var builder = new Labels.Builder();
        for (int i = 0; i < pairs.length; i += 2) {
            builder.set(pairs[i], pairs[i + 1]);
        }
        return builder.build();
    }

    @Test
    void oneMore_isTheSameAsAllAtOnce() {
        Labels grown = of("a", "1", "c", "3").with("b", "2").with("__name__", "m");
        Labels whole = of("__name__", "m", "a", "1", "b", "2", "c", "3");
        assertThat(grown).isEqualTo(whole).hasSameHashCodeAs(whole);
        assertThat(grown.characters()).isEqualTo(whole.characters()).isEqualTo(15);
        assertThat(grown).hasToString("{__name__=\"m\", a=\"1\", b=\"2\", c=\"3\"}");
    }

    @Test
    void anotherValue_takesThePlaceOfTheOld() {
        Labels changed = of("a", "1", "b", "2").with("a", "9");
        assertThat(changed.with("a", "long").characters()).isEqualTo(7);
        assertThat(changed)
                .isEqualTo(of("a", "9", "b", "2"))
                .hasSameHashCodeAs(of("b", "2", "a", "9"));
    }

    @Test
    void exchangedValues_areOtherLabels() {
        assertThat(of("a", "1", "b", "2"))
                .isNotEqualTo(of("a", "2", "b", "1"))
                .doesNotHaveSameHashCodeAs(of("a", "2", "b", "1"));
    }

    @Test
    void label_isSharedWhereItIsTheSameObject() {
        Labels base = of("a", "1", "b", "2");
        assertThat(base.with("c", "3").shares(base.with("c", "4"), 1)).isTrue();
        assertThat(base.with("c", "3").shares(base.with("c", "4"), 2)).isFalse();
        assertThat(base.with("c", "3").shares(base, 2)).isFalse();
    }
}
