// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Utf8Test {
    @Test
    void everySequenceOfUpToTwoBytes_isJudgedAndMendedAsByTheJdk() {
        for (int first = 0; first < 256; first++) {
            compare(new byte[] {(byte) first});
            for (int second = 0; second < 256; second++) {
                compare(new byte[] {(byte) first, (byte) second});
                compare(new byte[] {(byte) first, (byte) second, (byte) 0x80});
                compare(new byte[] {(byte) first, (byte) second, (byte) 0xbf, (byte) 0x80, 'a'});
                compare(new byte[] {(byte) first, (byte) second, 'a', (byte) 0x80});
            }
        }
    }

    @Test
    void longRanges_atEveryAlignment_areJudgedAndMendedAsByTheJdk() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] pieces = "abcdefgh\u00e9\u65e5\ud83d\ude00".getBytes(UTF_8);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = pieces[random.nextInt(random.nextInt(4) == 0 ? pieces.length : 8)];
            }
            compare(bytes);
        }
    }

    @Test
    void surrogates_areThreeFaults_asInWhatwg() {
        // The JDK makes one U+FFFD of them; a maximal subpart ends before the second byte.
        byte[] bytes = {'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80, 'b'};
        assertThat(Utf8.isValid(bytes, 0, bytes.length)).isFalse();
        assertThat(Utf8.mend(bytes, 0, bytes.length))
                .isEqualTo("a\ufffd\ufffd\ufffdb".getBytes(UTF_8));
    }

    @Test
    void bytesBehindTheRange_areNotLookedAt() {
        byte[] bytes = new byte[40];
        Arrays.fill(bytes, (byte) 0xff);
        for (int length = 0; length < 20; length++) {
            Arrays.fill(bytes, 7, 7 + length, (byte) 'a');
            assertThat(Utf8.isAscii(bytes, 7, 7 + length)).isTrue();
            assertThat(Utf8.isAscii(bytes, 7, 8 + length)).isFalse();
            assertThat(Utf8.isAscii(bytes, 6, 7 + length)).isFalse();
        }
    }

    private static void compare(byte[] bytes) {
        for (int i = 1; i < bytes.length; i++) {
            if (bytes[i - 1] == (byte) 0xed && (bytes[i] & 0xe0) == 0xa0) {
                return; // see surrogates_areThreeFaults_asInWhatwg
            }
        }
        byte[] padded = new byte[bytes.length + 3];
        System.arraycopy(bytes, 0, padded, 2, bytes.length);
        byte[] expected = new String(bytes, UTF_8).getBytes(UTF_8);
        assertThat(Utf8.mend(padded, 2, 2 + bytes.length)).isEqualTo(expected);
        assertThat(Utf8.isValid(padded, 2, 2 + bytes.length))
                .isEqualTo(Arrays.equals(bytes, expected));
    }
}
