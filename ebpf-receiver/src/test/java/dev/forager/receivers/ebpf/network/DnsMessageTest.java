// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DnsMessageTest {
    private static DnsMessage read(byte[] bytes) {
        return Objects.requireNonNull(DnsMessage.read(bytes, bytes.length));
    }

    @Test
    void question_isRead() {
        DnsMessage message = read(DnsBytes.question(0x1234, "www.Example.com"));
        assertThat(message).isEqualTo(new DnsMessage(0x1234, false, 0, "www.example.com", 1));
        assertThat(message.errorType()).isEmpty();
    }

    @Test
    void answer_hasItsCode() {
        assertThat(read(DnsBytes.answer(7, "no.such", 3)).errorType()).isEqualTo("NXDOMAIN");
        assertThat(read(DnsBytes.answer(7, "no.such", 15)).errorType()).isEqualTo("RCODE15");
    }

    @Test
    void hostileLabels_areEscaped() {
        assertThat(read(DnsBytes.question(1, "a\u0000b\n\u00e9 c\\")).name())
                .isEqualTo("a\\000b\\010\\233\\032c\\\\");
    }

    @Test
    void cutAnywhere_isUnreadable() {
        byte[] whole = DnsBytes.question(1, "a.bc.example");
        for (int length = 0; length < whole.length; length++) {
            assertThat(DnsMessage.read(Arrays.copyOf(whole, length), length))
                    .as("%d bytes", length)
                    .isNull();
            assertThat(DnsMessage.read(whole, length)).isNull();
        }
        assertThat(DnsMessage.read(whole, whole.length)).isNotNull();
        assertThat(DnsMessage.read(whole, 10_000)).isNotNull();
    }

    @Test
    void compressedAndEndlessNames_areUnreadable() {
        byte[] pointer = DnsBytes.question(1, "abc");
        pointer[12] = (byte) 0xc0;
        assertThat(DnsMessage.read(pointer, pointer.length)).isNull();
        byte[] endless = new byte[600];
        endless[5] = 1;
        Arrays.fill(endless, 12, endless.length, (byte) 1);
        assertThat(DnsMessage.read(endless, endless.length)).isNull();
    }

    @Test
    void anyBytes_areReadOrRefused() {
        var random = new Random(11);
        byte[] bytes = DnsBytes.question(1, "some.name.example");
        for (int i = 0; i < 50_000; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            DnsMessage message = DnsMessage.read(bytes, random.nextInt(bytes.length + 1));
            if (message != null) {
                assertThat(message.name()).hasSizeLessThanOrEqualTo(4 * 255).matches("[ -~]*");
            }
        }
    }
}
