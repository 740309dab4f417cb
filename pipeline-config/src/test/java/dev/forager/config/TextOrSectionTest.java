// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.LocatedText;
import dev.forager.pipeline.config.TextOrSection;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextOrSectionTest {
    record Config(@Default("[]") List<Item> items) {}

    @TextOrSection
    sealed interface Item {
        record Plain(LocatedText text) implements Item {}

        record Section(String name) implements Item {}
    }

    @Test
    void item_isTextWithItsPlaceOrSection() throws ConfigException {
        Config config = RecordBinder.read("items:\n  - some text\n  - {name: x}\n", Config.class);
        assertThat(config.items())
                .containsExactly(
                        new Item.Plain(LocatedText.parse("some text")), new Item.Section("x"));
        assertThat(config.items().getFirst())
                .isInstanceOfSatisfying(
                        Item.Plain.class,
                        plain -> {
                            assertThat(plain.text().source()).isEqualTo("yaml");
                            assertThat(plain.text().line()).isEqualTo(2);
                            assertThat(plain.text().column()).isEqualTo(5);
                        });
    }

    @Test
    void text_isPrintedAsText() throws ConfigException {
        Config config = RecordBinder.read("items: [some text, {name: x}]", Config.class);
        assertThat(ConfigWriter.write(config))
                .isEqualTo("items:\n    - some text\n    - name: x\n");
    }

    @Test
    void item_thatIsNeitherIsRefused() {
        assertThatThrownBy(() -> RecordBinder.read("items: [null]", Config.class))
                .hasMessageContaining("items[0]");
        assertThatThrownBy(() -> RecordBinder.read("items: [{nam: x}]", Config.class))
                .hasMessageContaining("nam");
    }
}
