// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaFileTest {
    private static void read(String yaml) throws TranslationException {
        if (SchemaFile.parse(yaml.getBytes(UTF_8)) instanceof SchemaFile.Versions versions) {
            assertThat(versions.revisions(_ -> false)).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|schema document missing file_format",
                "[1]|schema file:  (expected: a map)",
                "'{'|schema yaml",
                "file_format: diff/2.0|unsupported schema file_format (see OTEP #4815): diff/2.0",
                "file_format: 1.2.0|unsupported schema file_format",
                "file_format: manifest/2.0|v2 manifest missing resolved_registry_uri",
                "file_format: 1.1.0|schema_url field is missing",
                "{file_format: 1.1.0, schema_url: u, more: 1}|has [more]",
                "{file_format: 1.1.0, schema_url: u, versions: {x: }}|version x: invalid schema version",
                "{file_format: 1.1.0, schema_url: u, versions: {1.0.0: {log: }}}|versions::1.0.0 has [log]",
                "{file_format: 1.1.0, schema_url: u, versions: {1.0.0: {logs: {changes: x}}}}|versions::1.0.0::logs::changes (expected: a list)",
                "{file_format: 1.1.0, schema_url: u, versions: {1.0.0: {all: {changes: [{rename_attributes: {map: }}]}}}}|has [map]",
                "{file_format: 1.1.0, schema_url: u, versions: {1.0.0: {span_events: {changes: [{}]}}}}|span_events change must have either rename_events or rename_attributes",
                "{file_format: &a 1.1.0, schema_url: *a}|aliases are not supported",
            })
    void whatIsNotUnderstood_isRefused(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(TranslationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void deepFile_isRefused() {
        assertThatThrownBy(() -> read("[".repeat(5000))).isInstanceOf(TranslationException.class);
    }
}
