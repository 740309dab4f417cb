// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.basicauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/**
 * The users of an htpasswd text, later lines winning over earlier ones. Thread-safe.
 *
 * <p>An unknown user costs as much as a wrong password, so that nobody can try out which users
 * exist. A password that was right costs its slow hash once: afterwards a digest of it with a
 * secret salt is known, or else every request would cost up to a tenth of a second.
 */
final class Users {
    /** Chosen: far more users than such a file has; full, it begins anew. */
    private static final int MAX_REMEMBERED = 10_000;

    private final Map<String, PasswordHash> hashes = new HashMap<>();
    private final Set<String> verified = ConcurrentHashMap.newKeySet();
    private final byte[] salt = new byte[32];
    private PasswordHash standIn = new PasswordHash.Plain("");

    private Users() {
        new SecureRandom().nextBytes(salt);
    }

    /** Reads lines {@code user:hash}; one that is damaged is a warning with its number. */
    static Users parse(String text, Logger logger) {
        var users = new Users();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty() && !users.add(line)) {
                logger.warn("htpasswd line {} is not understood and ignored", i + 1);
            }
        }
        return users;
    }

    /** Whether this is the password of this user. */
    boolean matches(String user, String password) {
        PasswordHash known = hashes.get(user);
        PasswordHash hash = known == null ? standIn : known;
        boolean right = hash.isSlow() ? matchesSlow(user, password, hash) : hash.matches(password);
        return right && known != null;
    }

    private boolean matchesSlow(String user, String password, PasswordHash hash) {
        String digest = digest(user, password);
        if (verified.contains(digest)) {
            return true;
        }
        if (!hash.matches(password)) {
            return false;
        }
        if (verified.size() >= MAX_REMEMBERED) {
            verified.clear();
        }
        verified.add(digest);
        return true;
    }

    private boolean add(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return false;
        }
        try {
            PasswordHash hash = PasswordHash.parse(line.substring(colon + 1));
            hashes.put(line.substring(0, colon), hash);
            if (hash.isSlow() || hashes.size() == 1) {
                standIn = hash;
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private String digest(String user, String password) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            sha256.update((user + ":" + password).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
