// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.tree.Position;
import dev.forager.config.tree.WrittenText;
import dev.forager.pipeline.config.LocatedText;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts of every YAML style; {@code @} is the char whose place is asked for. */
class ScalarPlacesTest {
    record Config(LocatedText text) {}

    private static Stream<String> written() {
        return Stream.of(
                "text: plain @ text",
                "text: 'single ''quoted'' @'",
                "text: \"double \\\"quoted\\\" \\t\\x41\\u00e9 @\"",
                "text: \"line \\\n    joined @\"",
                "text: \"😀 \\U0001F600 @\"",
                "text: plain over\n   two @ lines",
                "text: plain over\n\n\n   two @ paragraphs",
                "text: 'quoted over\n\n\n   two @ paragraphs'",
                "text: 'quoted   \n   @ after blanks'",
                "text: |\n    first\n      second\n\n    @ third\n",
                "text: |2\n      indented\n    @\n",
                "text: |-\n\n    after an empty line @",
                "text: >\n    folded\n    @ line\n",
                "text: >\n    folded\n\n\n    @ paragraph\n\n      more indented\n",
                "text: >\n    folded\n      more\n      indented @\n    less\n",
                "text: |\r\n    windows\r\n    @ lines\r\n",
                "text: &anchor !!str 'tagged @'",
                "text: 'one $$ two $$$$ @'");
    }

    @ParameterizedTest
    @MethodSource("written")
    void place_ofACharIsWhereItIsWritten(String yaml) throws ConfigException {
        LocatedText text = RecordBinder.read(yaml, Config.class).text();
        String before = yaml.substring(0, yaml.indexOf('@'));
        String line = before.substring(before.lastIndexOf('\n') + 1);
        int offset = text.text().indexOf('@');
        assertThat(offset).isNotNegative();
        assertThat(text.places().line(offset)).isEqualTo(before.split("\n", -1).length);
        assertThat(text.places().column(offset))
                .isEqualTo(1 + line.codePointCount(0, line.length()));
    }

    @Test
    void place_behindADoubledDollarIsRight() {
        var written = new WrittenText("'a $$ b $$$$ c'", new Position("f", 3, 5));
        assertThat(written.places("a $ b $$ c").column(9)).isEqualTo(18);
        assertThat(written.places("a $ b $$ c").line(9)).isEqualTo(3);
    }

    @Test
    void place_behindAReferenceIsThatOfTheReference() {
        var written = new WrittenText("'a ${env:B} c'", new Position("f", 1, 1));
        assertThat(written.places("a value c").column(8)).isEqualTo(4);
    }

    @Test
    void place_behindAQuoteIsTheFirstCharsPlace() throws ConfigException {
        LocatedText text = RecordBinder.read("text: 'quoted'", Config.class).text();
        assertThat(text.column()).isEqualTo(8);
        assertThat(text.places().column(text.text().length())).isEqualTo(14);
    }
}
