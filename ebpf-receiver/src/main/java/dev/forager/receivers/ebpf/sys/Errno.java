// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

/**
 * Names of error numbers, as on x86_64 and arm64.
 *
 * @see <a
 *     href="https://github.com/torvalds/linux/blob/master/include/uapi/asm-generic/errno.h">errno.h</a>
 */
public final class Errno {
    /** Operation not permitted. */
    public static final int EPERM = 1;

    /** No such file or entry. */
    public static final int ENOENT = 2;

    /** No such process; of a tracepoint: no such event. */
    public static final int ESRCH = 3;

    /** Interrupted by a signal. */
    public static final int EINTR = 4;

    /** Argument list or value too long: a map is full. */
    public static final int E2BIG = 7;

    /** Permission denied. */
    public static final int EACCES = 13;

    /** Invalid argument. */
    public static final int EINVAL = 22;

    /** No space left. */
    public static final int ENOSPC = 28;

    /** Operation not supported. */
    public static final int EOPNOTSUPP = 95;

    /** Not supported, inside the kernel only. */
    public static final int ENOTSUPP = 524;

    /** By number, from 1. */
    private static final String[] NAMES =
            ("EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES"
                            + " EFAULT ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE"
                            + " EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM"
                            + " ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP 41 ENOMSG"
                            + " EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT"
                            + " EBADE EBADR EXFULL ENOANO EBADRQC EBADSLT 58 EBFONT ENOSTR ENODATA"
                            + " ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV ESRMNT ECOMM EPROTO"
                            + " EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC"
                            + " ELIBBAD ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS"
                            + " ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT"
                            + " ESOCKTNOSUPPORT EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE"
                            + " EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED ECONNRESET"
                            + " ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT"
                            + " ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE"
                            + " EUCLEAN ENOTNAM ENAVAIL EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE"
                            + " ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED EKEYREJECTED EOWNERDEAD"
                            + " ENOTRECOVERABLE ERFKILL EHWPOISON")
                    .split(" ");

    private Errno() {}

    /** The name such as {@code ENOENT}; the number where it has no name. */
    public static String name(long errno) {
        if (errno >= 1 && errno <= NAMES.length) {
            return NAMES[(int) errno - 1];
        }
        return errno == ENOTSUPP ? "ENOTSUPP" : Long.toString(errno);
    }

    /** The name, and what it usually means here. */
    static String describe(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM (not permitted: a capability is missing, or the kernel is locked)";
            case EACCES -> "EACCES (refused: a capability is missing, or the verifier says no)";
            case ENOENT -> "ENOENT (this kernel has no such hook, type or entry)";
            case ESRCH -> "ESRCH (this kernel has no such tracepoint)";
            case EOPNOTSUPP, ENOTSUPP -> name(errno) + " (this kernel does not support it)";
            default -> name(errno);
        };
    }
}
