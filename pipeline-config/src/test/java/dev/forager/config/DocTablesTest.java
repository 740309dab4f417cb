// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocTablesTest {
    enum Mode {
        FAST,
        SAFE
    }

    record Tls(@Doc("CA.") @Nullable String caFile) {}

    record Client(
            @Doc("Where to.") String endpoint,
            @Doc("How long.") @Default("30s") Duration timeout,
            @Doc("TLS.") @Nullable Tls tls) {}

    record Item(@Doc("Name.") @Default("''") String name) {}

    record Config(
            @Inline @Default("{timeout: 5s}") Client client,
            @Doc("A | B.") @Default("safe") Mode mode,
            @Doc("Items.") @Default("[]") List<Item> items) {}

    private static final String TABLE =
            """
            | key | type | default | meaning |
            |---|---|---|---|
            | `endpoint` | text | required | Where to. |
            | `timeout` | duration | `5s` | How long. |
            | `tls` | section | off | TLS. |
            | `tls.ca_file` | text |  | CA. |
            | `mode` | fast, safe | `safe` | A \\| B. |
            | `items` | list of section | `[]` | Items. |
            | `items[].name` | text | `""` | Name. |
            """;

    @Test
    void table_showsKeysAsAUserWritesThem() {
        assertThat(DocTables.table(Config.class)).isEqualTo(TABLE);
        assertThat(DocTables.table(TestComponents.NopConfig.class))
                .isEqualTo("There are no keys.\n");
    }

    @Test
    void readme_getsTheTableBetweenItsMarkers() {
        String readme = "# A\n<!-- generated: config -->\nold\n<!-- /generated -->\nend\n";
        assertThat(DocTables.replace(readme, Config.class))
                .isEqualTo(
                        "# A\n<!-- generated: config -->\n" + TABLE + "<!-- /generated -->\nend\n");
        assertThatThrownBy(() -> DocTables.replace("# A\n", Config.class))
                .hasMessageContaining("no markers");
    }
}
