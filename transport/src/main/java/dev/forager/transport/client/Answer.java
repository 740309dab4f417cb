// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered, as far as it came.
 *
 * @param body at most as many bytes as the caller allowed
 * @param isWhole whether body and trailers came to their end within that
 * @param cut why they did not, where the connection was the reason
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
record Answer(
        ResponseHeaders headers,
        byte[] body,
        HttpHeaders trailers,
        boolean isWhole,
        @Nullable Throwable cut) {}
