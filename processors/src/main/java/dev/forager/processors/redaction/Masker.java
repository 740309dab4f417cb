// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.forager.pipeline.config.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Puts a fixed text or a hash in the place of what a pattern finds. Immutable. */
final class Masker {
    /** A whole text, of however many lines. */
    private static final Pattern ALL = Pattern.compile(".*", Pattern.DOTALL);

    private final HashFunction function;
    private final Secret key;
    private final String mask;

    Masker(RedactionProcessorConfig config) {
        this.function = config.hashFunction();
        this.key = config.hmacKey();
        this.mask = config.maskingString().isEmpty() ? "****" : config.maskingString();
    }

    /** Masks a whole text. */
    String maskAll(String text) {
        return mask(text, ALL);
    }

    /** Masks every match, but no empty one right behind another, as Go's regular expressions. */
    String mask(String text, Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder out = null;
        int copied = 0;
        while (matcher.find()) {
            if (matcher.end() > copied || matcher.start() == 0) {
                out = out == null ? new StringBuilder(text.length()) : out;
                out.append(text, copied, matcher.start()).append(replacement(matcher.group()));
                copied = matcher.end();
            }
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    private String replacement(String match) {
        return switch (function) {
            case NONE -> mask;
            case MD5, SHA1, SHA3 -> hex(digest(match.getBytes(UTF_8)));
            case HMAC_SHA256, HMAC_SHA512 -> hex(hmac(match.getBytes(UTF_8)));
        };
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private byte[] digest(byte[] text) {
        try {
            return MessageDigest.getInstance(function.algorithm()).digest(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not in this Java: " + function.algorithm(), e);
        }
    }

    private byte[] hmac(byte[] text) {
        try {
            Mac mac = Mac.getInstance(function.algorithm());
            mac.init(new SecretKeySpec(key.reveal().getBytes(UTF_8), function.algorithm()));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not in this Java: " + function.algorithm(), e);
        }
    }
}
