// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LastOutputTest {
    private final LastOutput output = new LastOutput();

    @Test
    void aShortTextIsKeptWhole() throws IOException {
        write("started\n");
        write("stopped\n");

        assertThat(output).hasToString("started\nstopped\n");
    }

    @Test
    void ofALongTextTheEndIsKept() throws IOException {
        write("a span\n".repeat(100_000));
        write("java.lang.OutOfMemoryError\n");

        assertThat(output.toString())
                .hasSize(64 << 10)
                .endsWith("a span\njava.lang.OutOfMemoryError\n");
    }

    private void write(String text) throws IOException {
        output.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
