// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.basicauth;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.commons.codec.digest.Crypt;
import org.apache.commons.codec.digest.Md5Crypt;

/**
 * A password as an htpasswd file keeps it (<a
 * href="https://httpd.apache.org/docs/2.4/misc/password_encryptions.html">Apache</a>, and what
 * nginx adds). Comparing takes a time that does not depend on the password. Immutable.
 */
sealed interface PasswordHash {
    /** Whether {@code password} is the one. */
    boolean matches(String password);

    /** Whether {@link #matches} costs milliseconds, as it should for a hash of a password. */
    default boolean isSlow() {
        return true;
    }

    /**
     * Reads the part of a line after the colon; text of no known form is the password itself.
     *
     * @throws IllegalArgumentException when it has a known form but is damaged
     */
    static PasswordHash parse(String text) {
        if (text.startsWith("$apr1$")) {
            return new Apr1(text);
        }
        if (startsWithAny(text, List.of("$1$", "$5$", "$6$"))) {
            return new UnixCrypt(text);
        }
        if (startsWithAny(text, List.of("$2a$", "$2b$", "$2x$", "$2y$"))) {
            return new Bcrypt(text);
        }
        if (text.startsWith("{SHA}")) {
            return Sha1.parse(text.substring("{SHA}".length()), false);
        }
        if (text.startsWith("{SSHA}")) {
            return Sha1.parse(text.substring("{SSHA}".length()), true);
        }
        return new Plain(text);
    }

    private static boolean startsWithAny(String text, List<String> prefixes) {
        return prefixes.stream().anyMatch(text::startsWith);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(utf8(one), utf8(other));
    }

    /** Apache's variant of MD5 in a thousand rounds. */
    record Apr1(String hash) implements PasswordHash {
        public Apr1 {
            requireParts(hash, 4);
        }

        @Override
        public boolean matches(String password) {
            return isSame(Md5Crypt.apr1Crypt(utf8(password), hash), hash);
        }
    }

    /** The modular crypt formats of MD5, SHA-256 and SHA-512. */
    record UnixCrypt(String hash) implements PasswordHash {
        public UnixCrypt {
            requireParts(hash, 4);
        }

        @Override
        public boolean matches(String password) {
            return isSame(Crypt.crypt(utf8(password), hash), hash);
        }
    }

    /** bcrypt; of a longer password 72 bytes count, as everywhere. */
    record Bcrypt(String hash) implements PasswordHash {
        @Override
        public boolean matches(String password) {
            var verifier =
                    BCrypt.verifyer(
                            BCrypt.Version.VERSION_2A,
                            LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A));
            return verifier.verify(utf8(password), utf8(hash)).verified;
        }
    }

    /** One round of SHA-1 over password and salt, in Base64. */
    final class Sha1 implements PasswordHash {
        private static final int DIGEST_BYTES = 20;

        private final byte[] digest;
        private final byte[] salt;

        private Sha1(byte[] digest, byte[] salt) {
            this.digest = digest;
            this.salt = salt;
        }

        static Sha1 parse(String base64, boolean salted) {
            byte[] bytes = Base64.getDecoder().decode(base64);
            boolean fits = salted ? bytes.length >= DIGEST_BYTES : bytes.length == DIGEST_BYTES;
            if (!fits) {
                throw new IllegalArgumentException("a SHA-1 hash of a wrong length");
            }
            return new Sha1(
                    Arrays.copyOf(bytes, DIGEST_BYTES),
                    Arrays.copyOfRange(bytes, DIGEST_BYTES, bytes.length));
        }

        @Override
        public boolean matches(String password) {
            try {
                var sha1 = MessageDigest.getInstance("SHA-1");
                sha1.update(utf8(password));
                return MessageDigest.isEqual(sha1.digest(salt), digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java has no SHA-1", e);
            }
        }

        @Override
        public boolean isSlow() {
            return false;
        }
    }

    /** The password itself; nginx writes it after {@code {PLAIN}}. */
    record Plain(String password) implements PasswordHash {
        @Override
        public boolean matches(String shown) {
            boolean bare = isSame(shown, password);
            boolean prefixed = isSame("{PLAIN}" + shown, password);
            return bare || prefixed;
        }

        @Override
        public boolean isSlow() {
            return false;
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    private static void requireParts(String hash, int parts) {
        if (hash.split("\\$", -1).length < parts) {
            throw new IllegalArgumentException("a hash without salt");
        }
    }
}
