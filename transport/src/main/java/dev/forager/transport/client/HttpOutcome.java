// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.common.ResponseHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer of any status.
 *
 * @param body what came of it, 64 KiB at most
 * @param retryAfter the header {@code Retry-After} (RFC 9110 section 10.2.3), a day at most; null
 *     where there is none or it cannot be read
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record HttpOutcome(ResponseHeaders headers, byte[] body, @Nullable Duration retryAfter) {
    /** The status code. */
    public int status() {
        return headers.status().code();
    }
}
