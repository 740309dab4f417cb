// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hasher32;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Getter;
import dev.forager.ottl.Named;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.ottl.StringGetter;
import dev.forager.pdata.Value;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Hashes of the UTF-8 bytes of a string, in lower-case hexadecimal but for FNV. */
final class Hashes {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(
                    Fnv.class,
                    Md5.class,
                    Murmur3Hash.class,
                    Murmur3Hash128.class,
                    Sha1.class,
                    Sha256.class,
                    Sha512.class,
                    Xxh3.class,
                    Xxh128.class);

    private static final HexFormat HEX = HexFormat.of();
    private static final Hasher32 MURMUR3_32 = Hashing.murmur3_32();
    private static final Hasher128 MURMUR3_128 = Hashing.murmur3_128();
    private static final Hasher64 XXH3_64 = Hashing.xxh3_64();
    private static final Hasher128 XXH3_128 = Hashing.xxh3_128();

    private Hashes() {}

    private static Getter digest(String algorithm, StringGetter target) {
        return cursor -> Value.of(HEX.formatHex(digest(algorithm, target.text(cursor))));
    }

    private static byte[] digest(String algorithm, Value.Str text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(text.utf8());
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    algorithm + ": not in this Java runtime (expected: one with java.base)", e);
        }
    }

    private static Value hex(long high, long low) {
        return Value.of(HEX.toHexDigits(high) + HEX.toHexDigits(low));
    }

    @Pure
    @Named("FNV")
    @Doc("The FNV-1a hash of a string, as a signed integer of 64 bits.")
    record Fnv(@Doc("The string.") StringGetter target) implements Converter {
        // http://www.isthe.com/chongo/tech/comp/fnv/index.html#FNV-param
        private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
        private static final long PRIME = 0x100000001b3L;

        @Override
        public Getter compile() {
            return cursor -> Value.of(hash(target.text(cursor)));
        }

        private static long hash(Value.Str text) {
            long hash = OFFSET_BASIS;
            ByteBuffer bytes = text.utf8();
            while (bytes.hasRemaining()) {
                hash = (hash ^ (bytes.get() & 0xff)) * PRIME;
            }
            return hash;
        }
    }

    @Pure
    @Named("MD5")
    @Doc("The MD5 hash of a string.")
    record Md5(@Doc("The string.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return digest("MD5", target);
        }
    }

    @Pure
    @Doc("The MurmurHash3 of a string, 32 bits, lowest byte first.")
    record Murmur3Hash(@Doc("The string.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                int hash = MURMUR3_32.hashBytesToInt(target.text(cursor).toUtf8());
                return Value.of(HEX.toHexDigits(Integer.reverseBytes(hash)));
            };
        }
    }

    @Pure
    @Doc("The MurmurHash3 of a string, 128 bits, lowest byte of each half first.")
    record Murmur3Hash128(@Doc("The string.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                HashValue128 hash = MURMUR3_128.hashBytesTo128Bits(target.text(cursor).toUtf8());
                return hex(
                        Long.reverseBytes(hash.getLeastSignificantBits()),
                        Long.reverseBytes(hash.getMostSignificantBits()));
            };
        }
    }

    @Pure
    @Named("SHA1")
    @Doc("The SHA-1 hash of a string.")
    record Sha1(@Doc("The string.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return digest("SHA-1", target);
        }
    }

    @Pure
    @Named("SHA256")
    @Doc("The SHA-256 hash of a string.")
    record Sha256(@Doc("The string.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return digest("SHA-256", target);
        }
    }

    @Pure
    @Named("SHA512")
    @Doc("The SHA-512 hash of a string.")
    record Sha512(@Doc("The string.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return digest("SHA-512", target);
        }
    }

    @Pure
    @Named("XXH3")
    @Doc("The XXH3 hash of a string, 64 bits, highest byte first.")
    record Xxh3(@Doc("The string.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                long hash = XXH3_64.hashBytesToLong(target.text(cursor).toUtf8());
                return Value.of(HEX.toHexDigits(hash));
            };
        }
    }

    @Pure
    @Named("XXH128")
    @Doc("The XXH3 hash of a string, 128 bits, highest byte first.")
    record Xxh128(@Doc("The string.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                HashValue128 hash = XXH3_128.hashBytesTo128Bits(target.text(cursor).toUtf8());
                return hex(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
            };
        }
    }
}
