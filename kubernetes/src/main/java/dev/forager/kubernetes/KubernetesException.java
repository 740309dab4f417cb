// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import java.io.IOException;

/** The API refused a request. The text is the server's. */
public final class KubernetesException extends IOException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;

    KubernetesException(int code, String reason, String message) {
        super(message);
        this.code = code;
        this.reason = reason;
    }

    /**
     * What a failure says and, where a right or valid credentials are missing, what to do.
     *
     * @param right such as {@code a role with the verb get on nodes}
     */
    public static String text(IOException failure, String right) {
        String text = String.valueOf(failure.getMessage());
        if (!(failure instanceof KubernetesException refused)) {
            return text;
        }
        if (refused.isUnauthorized()) {
            return text + " (expected: a token or certificate that the server knows)";
        }
        return refused.isForbidden() ? "%s (expected: %s)".formatted(text, right) : text;
    }

    /** The status of HTTP, or the code of a watch's error event. */
    public int code() {
        return code;
    }

    /** The reason as the API names it, such as {@code Forbidden} or {@code Expired}; or empty. */
    public String reason() {
        return reason;
    }

    /** What was listed or watched from is too old: the list has to be taken anew. */
    public boolean isExpired() {
        return code == 410;
    }

    /** The credentials are not valid, or no more. */
    public boolean isUnauthorized() {
        return code == 401;
    }

    /** The credentials are valid, and lack a right. */
    public boolean isForbidden() {
        return code == 403;
    }

    /** There is no such object. */
    public boolean isNotFound() {
        return code == 404;
    }

    /** Somebody else has changed the object meanwhile, or made it. */
    public boolean isConflict() {
        return code == 409;
    }
}
