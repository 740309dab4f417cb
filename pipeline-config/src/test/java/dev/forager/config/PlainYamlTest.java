// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.PlainYaml;
import dev.forager.pipeline.config.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sections that are somebody else's files, read as go-yaml reads them. */
class PlainYamlTest {
    record Outer(@Default("{}") Foreign foreign, @Default("[]") List<String> own) {}

    @PlainYaml
    record Foreign(
            @Default("none") String text,
            @Default("''") Secret secret,
            @Default("[]") List<String> texts,
            @Default("{}") Map<String, String> labels,
            @Default("3") int count,
            @Default("{}") Inner inner) {}

    record Inner(@Default("[]") List<String> deep) {}

    private static Foreign foreign(String yaml) throws ConfigException {
        return RecordBinder.read("foreign: " + yaml, Outer.class).foreign();
    }

    @Test
    void anyScalar_isTextAsItWasWritten() throws Exception {
        Foreign read =
                foreign(
                        "{text: 010, secret: 1e3, texts: [true, 8080], labels: {a: 5}, inner: {deep: [.5]}}");
        assertThat(read.text()).isEqualTo("010");
        assertThat(read.secret().reveal()).isEqualTo("1e3");
        assertThat(read.texts()).containsExactly("true", "8080");
        assertThat(read.labels()).isEqualTo(Map.of("a", "5"));
        assertThat(read.inner().deep()).containsExactly(".5");
    }

    @Test
    void null_leavesTheDefault() throws Exception {
        Foreign read = foreign("{text: , count: , texts: }");
        assertThat(read.text()).isEqualTo("none");
        assertThat(read.count()).isEqualTo(3);
        assertThat(read.texts()).isEmpty();
    }

    @Test
    void oneText_isNoListThere_andOneElsewhere() throws Exception {
        assertThatThrownBy(() -> foreign("{texts: a, inner: {deep: b}}"))
                .hasMessageContaining("'texts' source data must be an array or slice, got string")
                .hasMessageContaining("'deep' source data must be an array or slice, got string");
        assertThat(RecordBinder.read("{foreign: {texts: []}, own: 'a,b'}", Outer.class).own())
                .containsExactly("a", "b");
    }

    @Test
    void numbers_stayNumbers() {
        assertThatThrownBy(() -> foreign("{count: '5'}"))
                .hasMessageContaining("'count' expected type 'int32'");
    }

    @Test
    void keyOfASection_thatWasWrittenOneLevelTooHigh_isToldWithItsPlace() {
        assertThatThrownBy(() -> RecordBinder.read("{texts: [a]}", Outer.class))
                .hasMessageContaining("invalid keys: texts (did you mean \"foreign::texts\"?)");
    }
}
