// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

/**
 * A compressed body that was not decoded. The texts are the collector's where it has one. Carries
 * no stack trace: it is an answer to a sender.
 */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1;

    /** Whose fault it is. */
    public enum Reason {
        /** The sender's: the bytes are no body of this codec. */
        CORRUPT,
        /** The sender's: more decoded bytes than allowed. */
        TOO_LARGE,
        /** Nobody's: the memory budget is used up now, the same body may pass later. */
        NO_MEMORY
    }

    private final Reason reason;

    private DecodeException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    static DecodeException corrupt(String message) {
        return new DecodeException(Reason.CORRUPT, message);
    }

    /** Bytes that end too early; the text of Go's {@code io.ErrUnexpectedEOF}. */
    static DecodeException truncated() {
        return corrupt("unexpected EOF");
    }

    static DecodeException tooLarge(int limitBytes) {
        return new DecodeException(
                Reason.TOO_LARGE, "decoded size exceeds " + limitBytes + " bytes");
    }

    static DecodeException noMemory() {
        return new DecodeException(Reason.NO_MEMORY, "memory budget exhausted while decoding");
    }

    /** What is wrong, fit to be sent back. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Whose fault it is. */
    public Reason reason() {
        return reason;
    }
}
