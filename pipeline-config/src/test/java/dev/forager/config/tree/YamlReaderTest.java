// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {
    @Test
    void quotedScalar_isText() throws Exception {
        MapNode map = map("{a: \"0123\", b: '', c: }");
        assertThat(scalar(map, "a").value()).isEqualTo("0123");
        assertThat(scalar(map, "b").value()).isEqualTo("");
        assertThat(scalar(map, "c").isNull()).isTrue();
    }

    @Test
    void blockText_keepsItsLines() throws Exception {
        assertThat(scalar(map("a: |\n  0123\n  b\n"), "a").value()).isEqualTo("0123\nb\n");
    }

    @Test
    void positions_areThoseOfKeyAndValue() throws Exception {
        MapNode map = map("a: 1\nlist:\n  - x: 2\n");
        MapNode.Entry list = entry(map, "list");
        assertThat(list.keyPosition()).hasToString("f.yaml:2:1");
        Node item = ((ListNode) list.value()).items().getFirst();
        assertThat(item.position()).hasToString("f.yaml:3:5");
        assertThat(scalar((MapNode) item, "x").position()).hasToString("f.yaml:3:8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!!str 5|STRING|5",
                "!!int \"5\"|INT|5",
                "!!float 5|FLOAT|5.0",
                "!!binary aGVsbG8=|STRING|hello",
                "!mytag foo|STRING|foo",
                "!!java.net.URL foo|STRING|foo",
            })
    void tag_decides(String text, ScalarNode.Type type, String value) throws Exception {
        ScalarNode node = scalar(map("a: " + text), "a");
        assertThat(node.type()).isEqualTo(type);
        assertThat(node.value()).hasToString(value);
    }

    @Test
    void merge_givesWayToOwnKeysAndEarlierMaps() throws Exception {
        MapNode map =
                map(
                        """
                        x: &x {a: 1, b: 1, c: 1}
                        y: &y {b: 2, c: 2, d: 2}
                        z:
                          c: 3
                          <<: [*x, *y]
                        """);
        MapNode merged = (MapNode) entry(map, "z").value();
        assertThat(List.of(number(merged, "a"), number(merged, "b"))).containsExactly(1L, 1L);
        assertThat(List.of(number(merged, "c"), number(merged, "d"))).containsExactly(3L, 2L);
        assertThat(merged.get("<<")).isNull();
    }

    @Test
    void quotedMergeKey_isAKey() throws Exception {
        assertThat(map("\"<<\": 1").get("<<")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1\\nb: 2\\na: 3|line 3: mapping key \"a\" already defined at line 1|3",
                "a: *b|unknown anchor 'b' referenced|1",
                "a: &b [*b]|anchor 'b' value contains itself|1",
                "<<: 5|map merge requires map or sequence of maps as the value|1",
                "a:\\n\\t- b|line 2: while scanning for the next token|2",
                "a: [b|line 1: while parsing a flow sequence|1",
                "a: }{|line 1: while parsing a block node|1",
                "? [a]: b|a key must be text, not a list or a map|1",
                "a: !!int x|cannot decode !!str `x` as a !!int|1",
            })
    void brokenText_isRefusedWithItsLine(String text, String message, int line) {
        assertThatThrownBy(() -> YamlReader.read(text.translateEscapes(), "f.yaml"))
                .isInstanceOfSatisfying(
                        YamlException.class,
                        e -> {
                            assertThat(e.getMessage()).startsWith(message).doesNotContain("\n");
                            assertThat(e.position().line()).isEqualTo(line);
                        });
    }

    @Test
    void referenceBetweenBraces_isToldToWantQuotes() {
        assertThatThrownBy(() -> YamlReader.read("a: {b: ${env:X}, c: 1}", "f.yaml"))
                .hasMessageContaining("(expected: quotes around \"${...}\"");
        assertThatThrownBy(() -> YamlReader.read("a: {b: 1 {", "f.yaml"))
                .message()
                .doesNotContain("quotes");
    }

    @Test
    void keysThatStandTwice_areToldAtOnce() {
        assertThatThrownBy(() -> YamlReader.read("a: {b: 1, b: 2}\nc: 3\na: 4\n", "f.yaml"))
                .isInstanceOfSatisfying(
                        YamlException.class,
                        e -> {
                            assertThat(e)
                                    .hasMessage(
                                            """
                                            unmarshal errors:
                                              line 1: mapping key "b" already defined at line 1 at f.yaml:1:11
                                              line 3: mapping key "a" already defined at line 1""");
                            assertThat(e.position()).hasToString("f.yaml:3:1");
                        });
    }

    @Test
    void emptyTextAndSecondDocument_areNothing() throws Exception {
        assertThat(((ScalarNode) YamlReader.read("", "f")).isNull()).isTrue();
        assertThat(((ScalarNode) YamlReader.read("# c\n", "f")).isNull()).isTrue();
        assertThat(map("a: 1\n---\nb: 2\n").get("b")).isNull();
    }

    @Test
    @Timeout(5)
    void aliasBomb_isRefused() {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            text.append("a%d: &a%d [".formatted(i, i));
            text.append("*a%d, ".formatted(i - 1).repeat(8)).append("*a%d]%n".formatted(i - 1));
        }
        refusedFast(text.toString(), "document contains excessive aliasing");
    }

    @Test
    @Timeout(5)
    void depthByAliases_isRefused() {
        var text = new StringBuilder("a0: &a0 x\n");
        for (int i = 1; i < 100; i++) {
            text.append(
                    "a%d: &a%d %s*a%d%s%n".formatted(i, i, "[".repeat(50), i - 1, "]".repeat(50)));
        }
        refusedFast(text.toString(), "nested deeper than 100 levels");
    }

    @Test
    @Timeout(5)
    void depth_isRefused() {
        refusedFast("[".repeat(10_000), "nested deeper than 100 levels");
        refusedFast("{a: ".repeat(10_000), "nested deeper than 100 levels");
    }

    @Test
    @Timeout(5)
    void longLine_isRefused() {
        refusedFast("a: 1\nb: " + "x".repeat(2_000_000), "line 2: longer than 524288 characters");
    }

    private static void refusedFast(String text, String message) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> YamlReader.read(text, "f")).hasMessage(message);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    private static MapNode map(String text) throws YamlException {
        return (MapNode) YamlReader.read(text, "f.yaml");
    }

    private static MapNode.Entry entry(MapNode map, String key) {
        MapNode.Entry entry = map.entry(key);
        if (entry == null) {
            throw new AssertionError("no key " + key);
        }
        return entry;
    }

    private static ScalarNode scalar(MapNode map, String key) {
        return (ScalarNode) entry(map, key).value();
    }

    private static Object number(MapNode map, String key) {
        Object value = scalar(map, key).value();
        if (value == null) {
            throw new AssertionError("null at " + key);
        }
        return value;
    }
}
