// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretWordsTest {
    private static String redact(String... words) {
        return String.join(" ", SecretWords.redact(List.of(words)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "app --password hunter2 -v | app --password [REDACTED] -v",
                "app --password=hunter2 | app --password=[REDACTED]",
                "app DB_PASSWORD=hunter2 x | app DB_PASSWORD=[REDACTED] x",
                "app --api-key k1 | app --api-key [REDACTED]",
                "app -token k1 y | app -token [REDACTED] y",
                "mysql -uroot -phunter2 db | mysql -uroot -p[REDACTED] db",
                "sshpass -p hunter2 ssh h | sshpass -p [REDACTED] ssh h",
                "curl -u joe:pw https://h/ | curl -u [REDACTED] https://h/",
                "psql postgres://joe:pw@h/db | psql postgres://joe:[REDACTED]@h/db",
                "x AKIAIOSFODNN7EXAMPLE | x [REDACTED]",
                "x ghp_abcdefghijklmnopqrstuvwxyz0123 | x [REDACTED]",
                "x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.c2ln | x [REDACTED]",
                "docker run -p 80:80 nginx | docker run -p 80:80 nginx",
                "docker login -u joe -p hunter2 | docker login -u joe -p [REDACTED]",
                "ls -la /etc/passwd | ls -la /etc/passwd",
                "tail -f /var/log/auth.log | tail -f /var/log/auth.log",
            })
    void commandLines(String given, String expected) {
        assertThat(redact(given.split(" "))).isEqualTo(expected);
    }

    @Test
    void headersAndScripts_areOneArgument() {
        assertThat(redact("curl", "-H", "Authorization: Bearer abcdefgh123"))
                .isEqualTo("curl -H Authorization: Bearer [REDACTED]");
        assertThat(redact("curl", "-d", "{\"password\":\"a b\",\"x\":1}"))
                .isEqualTo("curl -d {\"password\":[REDACTED],\"x\":1}");
        assertThat(redact("sh", "-c", "TOKEN=abc run --secret 'x y' && echo done"))
                .isEqualTo("sh -c TOKEN=[REDACTED] run --secret [REDACTED] && echo done");
        assertThat(redact("x", "-----BEGIN RSA PRIVATE KEY-----\nMII")).isEqualTo("x [REDACTED]");
    }

    @Test
    void aSecretThatIsMissing_breaksNothing() {
        assertThat(redact("app", "--password")).isEqualTo("app --password");
        assertThat(SecretWords.redact(List.of())).isEmpty();
    }
}
