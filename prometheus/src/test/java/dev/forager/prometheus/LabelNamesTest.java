// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import static dev.forager.prometheus.TranslationStrategy.NO_TRANSLATION;
import static dev.forager.prometheus.TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of labels. */
class LabelNamesTest {
    @ParameterizedTest
    @CsvSource({
        "http.method, http_method",
        "a..b__c, a__b__c",
        "2xx, key_2xx",
        ".2, _2",
        "_private, _private",
        "__x.y__, __x_y__",
        "__x, __x",
        "größe, gr__e",
        "a😀b, a_b",
        "a:b, a_b",
    })
    void escaped(String key, String expected) throws Exception {
        var names = new LabelNames(UNDERSCORE_ESCAPING_WITH_SUFFIXES);
        assertThat(names.build(key)).isEqualTo(expected);
        assertThat(names.build(key)).as("remembered").isEqualTo(expected);
    }

    @Test
    void utf8_staysAsItIs() throws Exception {
        assertThat(new LabelNames(NO_TRANSLATION).build("größe.x")).isEqualTo("größe.x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "____"})
    void nothing_isRefused(String key) {
        assertThatThrownBy(() -> new LabelNames(UNDERSCORE_ESCAPING_WITH_SUFFIXES).build(key))
                .isInstanceOf(UntranslatableException.class);
        assertThatThrownBy(() -> new LabelNames(NO_TRANSLATION).build(key))
                .isInstanceOf(UntranslatableException.class);
    }

    @Test
    void patternsOfResourceLabels_matchAsShellsDo() {
        var labels = new ResourceLabels(List.of("k8s.*", "host.nam?"), List.of("k8s.pod.*"));
        assertThat(labels.contains("k8s.node.name")).isTrue();
        assertThat(labels.contains("k8s.pod.uid")).isFalse();
        assertThat(labels.contains("host.name")).isTrue();
        assertThat(labels.contains("host.names")).isFalse();
        assertThat(new ResourceLabels(List.of(), List.of("a")).contains("b")).isTrue();
        assertThat(ResourceLabels.NONE.contains("b")).isFalse();
    }
}
