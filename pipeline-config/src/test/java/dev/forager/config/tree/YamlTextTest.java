// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "yes|\"yes\"",
                "0123|\"0123\"",
                "1:30|\"1:30\"",
                "-|'-'",
                "a: b: c|'a: b: c'",
                "\"quoted\"|'\"quoted\"'",
                "[REDACTED]|'[REDACTED]'",
                "abc|abc",
                "it's|it's",
                "a#b|a#b",
                "1e400|1e400",
                "2001-01-01T00:00:00Z|\"2001-01-01T00:00:00Z\"",
                "null|\"null\"",
                "a:b|a:b",
                "localhost:4317|localhost:4317",
                "}abc|'}abc'",
            })
    void text_isQuotedWhereGoQuotesIt(String text, String yaml) {
        assertThat(YamlText.scalar(text, 4)).isEqualTo(yaml);
    }

    @Test
    void linesOfText_areABlock() {
        assertThat(YamlText.scalar("a\n b\n\nc\n", 4)).isEqualTo("|\n    a\n     b\n\n    c");
        assertThat(YamlText.scalar("a\nb", 2)).isEqualTo("|-\n  a\n  b");
        assertThat(YamlText.scalar("", 2)).isEqualTo("\"\"");
    }

    @Test
    void anyText_isReadBack() throws Exception {
        var random = new Random(20261125);
        List<String> parts =
                List.of(
                        "a", "b", " ", "\n", ":", "#", "-", "'", "\"", "{", "]", "\t", "0", ".",
                        "é", "\\", "|", ">", "%", "~", "<<", "\r", "&", "!", "?", ",", "漢", "null");
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(8); n > 0; n--) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            String yaml = "k:\n    - " + YamlText.scalar(text.toString(), 6) + "\n";
            var map = (MapNode) YamlReader.read(yaml, "f");
            var list = (ListNode) map.entries().iterator().next().value();
            var read = (ScalarNode) list.items().getFirst();
            assertThat(read.value()).as(yaml).isEqualTo(text.toString());
        }
    }
}
