// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.tree.MapNode;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Secret;
import dev.forager.pipeline.config.SecretMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lists, sets and maps bound to records. */
class CollectionBindingTest {
    enum Mode {
        READ_ONLY,
        READ_WRITE
    }

    record Collections(
            @Default("[a]") List<String> words,
            @Default("[]") List<Integer> numbers,
            @Default("[]") Set<Mode> modes,
            @Default("{x: 1}") Map<String, Integer> weights,
            @Default("{}") Map<ComponentId, Section> sections,
            @Default("[]") SecretMap headers,
            @Default("{}") Map<String, @Nullable Object> anything,
            @Nullable MapNode raw) {}

    record Section(@Default("5s") Duration timeout, @Default("[]") List<String> tags) {}

    @Test
    void collections_areRead() throws Exception {
        Collections read =
                RecordBinder.read(
                        """
                        words: b,c
                        numbers: [1, 2]
                        modes: [read_write]
                        weights: {y: 2}
                        sections: {a/b: {timeout: 1s}, c: }
                        headers: {x-a: secret, x-b: }
                        anything: {a: 1, b: [x, ~]}
                        raw: {k: v}
                        """,
                        Collections.class);
        assertThat(read.words()).containsExactly("b", "c");
        assertThat(read.numbers()).containsExactly(1, 2);
        assertThat(read.modes()).containsExactly(Mode.READ_WRITE);
        assertThat(read.weights()).containsOnly(Map.entry("x", 1), Map.entry("y", 2));
        assertThat(read.sections().keySet())
                .containsExactly(ComponentId.parse("a/b"), ComponentId.parse("c"));
        assertThat(read.headers().values())
                .containsEntry("x-a", new Secret("secret"))
                .containsEntry("x-b", new Secret(""));
        assertThat(read.anything().toString()).isEqualTo("{a=1, b=[x, null]}");
        assertThat(requireNonNull(read.raw()).get("k")).isNotNull();
    }

    @Test
    void headers_mayBeAList() throws Exception {
        Collections read =
                RecordBinder.read(
                        "headers: [{name: a, value: b}, {name: c, value: d}]", Collections.class);
        assertThat(read.headers().values().keySet()).containsExactly("a", "c");
        assertThatThrownBy(() -> RecordBinder.read("headers: [{nam: a}]", Collections.class))
                .hasMessageContaining("headers[0]: 'headers[0]' has invalid keys: nam");
    }

    @Test
    void collections_keepDefaultsWhereNullAndRefuseOtherKinds() throws Exception {
        Collections read = RecordBinder.read("{words: , weights: }", Collections.class);
        assertThat(read.words()).containsExactly("a");
        assertThat(read.weights()).containsEntry("x", 1);
        assertThat(RecordBinder.read("words: ''", Collections.class).words()).isEmpty();
        assertThatThrownBy(
                        () ->
                                RecordBinder.read(
                                        "{words: [1], numbers: 'a,b', modes: {a: b}, weights: []}",
                                        Collections.class))
                .hasMessage(
                        """
                        words[0]: 1: 'words[0]' expected type 'string', got unconvertible type 'int' (expected: text: put it in quotes) at yaml:1:10
                        numbers: a,b: 'numbers' source data must be an array or slice, got string (expected: a list) at yaml:1:23
                        modes: a map: 'modes' source data must be an array or slice, got map (expected: a list) at yaml:1:37
                        weights: a list: 'weights' expected a map or struct, got "slice" (expected: keys with values) at yaml:1:54""");
    }
}
