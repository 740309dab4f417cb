// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.SectionReader;
import org.junit.jupiter.api.Test;

/** Documents that are read outside the configuration. */
class YamlSectionsTest {
    private final SectionReader reader = SectionReader.load();

    /** A section. */
    record Section(@Default("''") String name, @Default("0") int count) {}

    @Test
    void documents_becomeRecords() {
        assertThat(reader.read("{name: a, count: 1}", Section.class, "file"))
                .isEqualTo(new Section("a", 1));
        assertThat(reader.readList("[{\"name\": \"a\"}, {\"count\": 2}]", Section.class, "file"))
                .containsExactly(new Section("a", 0), new Section("", 2));
        assertThat(
                        reader.readMap(
                                "{x: {name: a, other: b}, y: {}}",
                                Section.class,
                                "file",
                                key -> key.equals("other")))
                .containsEntry("x", new Section("a", 0))
                .containsEntry("y", new Section("", 0));
        assertThat(reader.readList("", Section.class, "file")).isEmpty();
    }

    @Test
    void mistakes_areToldWithTheirPlace() {
        assertThatThrownBy(() -> reader.read("{nam: a}", Section.class, "one.yaml"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("one.yaml")
                .hasMessageContaining("nam");
        assertThatThrownBy(() -> reader.readList("{name: a}", Section.class, "one.yaml"))
                .hasMessageContaining("one.yaml: expected a list");
        assertThatThrownBy(() -> reader.readList("[{count: x}]", Section.class, "one.yaml"))
                .hasMessageContaining("[0]::count");
        assertThatThrownBy(() -> reader.readMap("[]", Section.class, "one.yaml", _ -> false))
                .hasMessageContaining("one.yaml: expected a map");
        assertThatThrownBy(() -> reader.read("{name: [", Section.class, "one.yaml"))
                .hasMessageContaining("one.yaml: yaml: ");
    }
}
