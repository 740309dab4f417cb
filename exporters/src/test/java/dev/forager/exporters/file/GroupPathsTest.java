// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupPathsTest {
    /** Whatever a resource says, its file lies below what the configuration says. */
    @ParameterizedTest
    @CsvSource({
        "/data/*.json, a, /data/a.json",
        "/data/*.json, a/b, /data/a/b.json",
        "/data/*.json, ../etc/my_config, /data/etc/my_config.json",
        "/data/*.json, ../../../etc/passwd, /data/etc/passwd.json",
        "/data/*.json, a/../../x, /data/x.json",
        "/data/*.json, /etc/passwd, /data/etc/passwd.json",
        "/data/*.json, ./a, /data/a.json",
        "/data/*.json, .., /data/...json",
        "/data/*/t.json, .., /data/t.json",
        "/data/*/t.json, ../.., /data/t.json",
        "/data/x-*.json, ../y, /data/x-/y.json",
        "/data/x-*.json, y, /data/x-y.json",
        "data/*.json, ../../x, data/x.json",
        "./data/*.json, a, data/a.json",
        "/data/../logs/*.json, a, /logs/a.json"
    })
    void path_staysBelowThePrefix(String pattern, String value, String path) {
        assertThat(new GroupPaths(pattern).path(value)).isEqualTo(Path.of(path));
    }
}
