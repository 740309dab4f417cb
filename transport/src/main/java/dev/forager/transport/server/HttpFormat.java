// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

/**
 * A media type that an HTTP route takes, and what it does with a message in it. The answer has the
 * same media type.
 *
 * @param mediaType in lower case without parameters, such as {@code application/json}
 * @param handler takes the message
 */
public record HttpFormat(String mediaType, MessageHandler handler) {}
