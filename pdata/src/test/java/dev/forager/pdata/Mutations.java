// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Small damages to bytes, from a seeded source. */
final class Mutations {
    private static final int[] ODD_BYTES = {
        0x00, 0x01, 0x02, 0x03, 0x07, 0x08, 0x0a, 0x0b, 0x0c, 0x10, 0x12, 0x1a, 0x2a, 0x32, 0x33,
        0x34, 0x7f, 0x80, 0x85, 0xbf, 0xc0, 0xe9, 0xed, 0xf4, 0xff
    };

    private final RandomGenerator random;

    Mutations(RandomGenerator random) {
        this.random = random;
    }

    /** The bytes with one to three damages. */
    byte[] mutate(byte[] bytes) {
        byte[] result = bytes.clone();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            result = once(result);
        }
        return result;
    }

    private byte[] once(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(bytes.length);
        int run = 1 + random.nextInt(Math.min(12, bytes.length - at));
        return switch (random.nextInt(8)) {
            case 0 -> set(bytes, at, bytes[at] ^ 1 << random.nextInt(8));
            case 1, 2 -> set(bytes, at, ODD_BYTES[random.nextInt(ODD_BYTES.length)]);
            case 3 -> set(bytes, at, bytes[at] + random.nextInt(5) - 2);
            case 4 -> splice(bytes, at, at + run, new byte[0]);
            case 5 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, at + run));
            case 6 -> splice(bytes, at, at, noise(run));
            default -> Arrays.copyOf(bytes, at);
        };
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] set(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int start, int end, byte[] between) {
        byte[] result = new byte[bytes.length - (end - start) + between.length];
        System.arraycopy(bytes, 0, result, 0, start);
        System.arraycopy(between, 0, result, start, between.length);
        System.arraycopy(bytes, end, result, start + between.length, bytes.length - end);
        return result;
    }
}
