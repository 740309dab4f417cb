// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import java.util.Locale;

/** What a masked text is replaced by. */
public enum HashFunction {
    /** None: a fixed text. */
    NONE("", "", 0),
    MD5("md5", "MD5", 0),
    SHA1("sha1", "SHA-1", 0),
    SHA3("sha3", "SHA3-256", 0),
    HMAC_SHA256("hmac-sha256", "HmacSHA256", 32),
    HMAC_SHA512("hmac-sha512", "HmacSHA512", 64);

    private final String word;
    private final String algorithm;
    private final int minKeyBytes;

    HashFunction(String word, String algorithm, int minKeyBytes) {
        this.word = word;
        this.algorithm = algorithm;
        this.minKeyBytes = minKeyBytes;
    }

    /**
     * The function of this name, in any case; empty is {@link #NONE}.
     *
     * @throws IllegalArgumentException for another name
     */
    public static HashFunction parse(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        for (HashFunction function : values()) {
            if (function.word.equals(word)) {
                return function;
            }
        }
        throw new IllegalArgumentException(
                "unknown HashFunction %s, allowed functions are sha1, sha3, md5, hmac-sha256 and hmac-sha512"
                        .formatted(word));
    }

    /** Its name in Java's security providers. */
    String algorithm() {
        return algorithm;
    }

    /** Least length of the key; 0 where there is none. */
    int minKeyBytes() {
        return minKeyBytes;
    }

    @Override
    public String toString() {
        return word;
    }
}
