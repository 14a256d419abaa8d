/* SPDX-License-Identifier: MIT */
/* Each library's words are its own names as its sources have them, with blanks between. */
#include "nobody_data.h"

static const struct nobody_group table[] = {
    /* glibc, musl and the loader */
    {"libc", NOBODY_FUNCTION,
     "malloc calloc realloc reallocarray free cfree memalign posix_memalign aligned_alloc "
     "valloc pvalloc strdup strndup _int_malloc _int_free malloc_printerr "
     "malloc_consolidate unlink_chunk sysmalloc memcpy memmove memset memcmp memchr "
     "memrchr memmem mempcpy bcmp bzero bcopy strlen strnlen strcpy strncpy strcat strncat "
     "strcmp strncmp strcasecmp strncasecmp strchr strrchr strstr strcasestr strspn "
     "strcspn strpbrk strtok strtok_r stpcpy strtol strtoll strtoul strtoull strtod atoi "
     "atol atoll printf fprintf sprintf snprintf vprintf vfprintf vsprintf vsnprintf "
     "printf_common scanf_common sscanf vsscanf qsort qsort_r bsearch sleep usleep "
     "nanosleep clock_nanosleep read write pread fread fwrite pause abort raise gsignal "
     "kill tgkill exit _exit _Exit start_thread clone clone3 _start killpg syscall "
     "_dl_relocate_static_pie call_init __run_exit_handlers __libc_* __GI_* __pthread_* "
     "___pthread_* pthread_* __assert* __fortify_* __stack_chk_* __chk_* _IO_* "
     "__restore_rt* __isoc99_* __mem* __str* ?vdso?"},
    {"libc", NOBODY_FILE, "*/sysdeps/* */usr/include/* */glibc-*"},
    {"libc", NOBODY_MODULE,
     "libc.so* libc-[0-9]* libpthread.so* libpthread-[0-9]* libm.so* libm-[0-9]* "
     "ld-linux-x86-64.so* ld-linux.so* ld-linux-aarch64.so* ld-[0-9]* libdl.so* "
     "libdl-[0-9]* librt.so* librt-[0-9]* linux-vdso.so* ld-musl-* libsystem_* "
     "libdyld.dylib* dyld"},
    /* compiler-rt's and GCC's interceptors, where the log names no file */
    {"interceptors", NOBODY_INTERCEPT,
     "memccpy strsep stpncpy strcoll strxfrm getline getdelim fgets fputs puts fopen "
     "fdopen freopen fclose fflush pwrite preadv pwritev readv writev recvfrom recvmsg "
     "sendto sendmsg getaddrinfo inet_ntop inet_pton realpath getcwd mmap munmap mprotect "
     "strftime strptime mktime localtime gmtime frexp modf regcomp regexec vasprintf "
     "asprintf vfscanf fscanf scanf vscanf wcslen wcsnlen wcscpy wcsncpy wcscat wcsncat "
     "wcscmp wcsdup wcschr wmemcpy wmemmove wmemset"},
    {"interceptors", NOBODY_FUNCTION,
     "__interceptor* ___interceptor* __interception::* MemcmpInterceptorCommon CharCmpX "
     "StrstrCheck StrcasestrCheck read_iovec write_iovec read_msghdr write_msghdr "
     "wrap_malloc wrap_free wrap_calloc wrap_realloc wrap_mem* wrap_str* __asan_wrap_*"},
    /* compiler-rt/lib, libsanitizer */
    {"sanitizers", NOBODY_FUNCTION,
     "__asan_* __asan::* __sanitizer_* __sanitizer::* __ubsan_* __ubsan::* __lsan_* "
     "__lsan::* __msan_* __msan::* __tsan_* __tsan::* __hwasan* __rtsan* __nsan* __tysan* "
     "__dfsan* __cfi_check* __gwp_asan* gwp_asan::* scudo::* __scudo* __sancov* _sub_I_* "
     "asan.module_* MSanAtExitWrapper <libclang_rt.* _asan_rtl_"},
    {"sanitizers", NOBODY_FILE,
     "*/compiler-rt/* */libsanitizer/* asan_interceptors* asan_malloc_* asan_new_delete* "
     "asan_rtl* asan_report* asan_errors* asan_stack* msan_interceptors* msan_new_delete* "
     "tsan_interceptors* tsan_rtl* tsan_new_delete* lsan_interceptors* "
     "hwasan_interceptors* hwasan_new_delete* hwasan_allocation_functions* ubsan_handlers* "
     "ubsan_diag* rtsan_interceptors* sanitizer_common* sanitizer_coverage_libcdep_new*"},
    {"sanitizers", NOBODY_MODULE,
     "libasan.so* libubsan.so* liblsan.so* libtsan.so* libhwasan.so* libclang_rt.*"},
    /* libstdc++, its debug mode, libgcc's unwinder */
    {"libstdcxx", NOBODY_MODULE, "libstdc++.so* libgcc_s.so* libgcc_s-[0-9]*"},
    {"libstdcxx", NOBODY_FUNCTION,
     "std::* __gnu_cxx::* __gnu_debug::* __cxxabiv1::* __cxa_* __gxx_* _Unwind_* "
     "__cxx_global_* _GLOBAL__* __glibcxx_assert* __throw_* __verbose_terminate_handler "
     "__clang_call_terminate operator?new* operator?delete*"},
    {"libstdcxx", NOBODY_FILE, "*/libstdc++-v3/* */include/c++/*"},
    /* libc++, libc++abi, also as NDK and Chromium place them */
    {"libcxx", NOBODY_MODULE, "libc++.so* libc++abi.so* libc++.1.dylib* libc++abi.dylib*"},
    {"libcxx", NOBODY_FUNCTION, "__libcpp_* abort_message demangling_terminate_handler"},
    {"libcxx", NOBODY_FILE,
     "*/libcxx/include/* */libcxx/src/* */libcxxabi/src/* */libc++/* */libc++abi/* "
     "*/libunwind/src/*"},
    /* compiler-rt/lib/fuzzer */
    {"libfuzzer", NOBODY_FUNCTION,
     "LLVMFuzzerTestOneInput LLVMFuzzerInitialize LLVMFuzzerRunDriver "
     "LLVMFuzzerCustomMutator LLVMFuzzerCustomCrossOver fuzzer::* ExitCallback "
     "StaticExitCallback StaticCrashSignalCallback *::LLVMFuzzerTestOneInput "
     "*::LLVMFuzzerInitialize *.LLVMFuzzerTestOneInput FuzzedDataProvider::*"},
    {"libfuzzer", NOBODY_FILE,
     "FuzzerMain.cpp FuzzerLoop.cpp FuzzerDriver.cpp FuzzerUtil.cpp FuzzerUtilPosix.cpp "
     "FuzzerUtilLinux.cpp FuzzedDataProvider.h"},
    /* libprotobuf-mutator, FuzzTest and Centipede, GoogleTest, AFL++, honggfuzz */
    {"fuzzing", NOBODY_FUNCTION,
     "TestOneProtoInput protobuf_mutator::libfuzzer::* fuzztest::internal::* centipede::* "
     "testing::internal::* testing::Test::Run testing::TestInfo::Run "
     "testing::TestSuite::Run testing::UnitTest::Run __afl_* afl::* honggfuzz* "
     "HonggfuzzRunOneInput HF_str* HF_mem* __wrap_str* __wrap_mem* testing::UnitTest::*"},
    /* src/glog/logging.h, src/logging.cc */
    {"glog", NOBODY_FUNCTION,
     "google::LogMessage* google::ErrnoLogMessage* google::NullStreamFatal* "
     "google::CheckOpString* google::base::CheckOpMessageBuilder* "
     "google::LogDestination::* google::logging_fail google::DumpStackTraceAndExit "
     "google::RawLog__ google::glog_internal_namespace_::* google::logging::internal::* "
     "google::FailureSignalHandler google::CheckNotNull google::CheckstrcmptrueImpl"},
    {"glog", NOBODY_FILE, "*/glog/logging.h */glog/*src/logging.cc */glog-*/src/*"},
    /* src/google/protobuf/stubs/logging.h, before 22 */
    {"protobuf", NOBODY_FUNCTION,
     "google::protobuf::internal::LogMessage* google::protobuf::internal::LogFinisher*"},
    {"protobuf", NOBODY_FILE, "*/google/protobuf/stubs/logging.*"},
    /* absl/log/internal, absl/base/internal; an inline namespace (lts_20240116) may stand after the
       first */
    {"abseil", NOBODY_FUNCTION,
     "absl::*log_internal::* absl::*raw_logging_internal::* "
     "absl::*AbslFailureSignalHandler absl::*base_internal::ThrowStd* "
     "absl::*ThrowBadOptionalAccess absl::*optional_internal::throw_bad_optional_access "
     "absl::*variant_internal::ThrowBadVariantAccess "
     "absl::*internal_statusor::Helper::Crash "
     "absl::*internal_statusor::ThrowBadStatusOrAccess absl::*cleanup_internal::* "
     "absl::*Cleanup::~Cleanup"},
    {"abseil", NOBODY_FILE,
     "*/absl/cleanup/* */absl/log/internal/* */absl/base/internal/raw_logging.* "
     "*/absl/base/internal/throw_delegate.*"},
    /* base/logging.cc, base/check.cc, base/debug, PartitionAlloc */
    {"chromium", NOBODY_FUNCTION,
     "logging::*LogMessage* logging::CheckError* logging::*NotReached* "
     "logging::CheckNoreturnError* logging::RawCheck* logging::RawLog* "
     "logging::CheckFailure* base::debug::* base::ImmediateCrash* "
     "base::*DefaultDcheckHandler base::TerminateBecauseOutOfMemory "
     "base::internal::OnNoMemory* base::allocator::* base::PartitionAlloc* "
     "base::internal::PartitionAlloc* partition_alloc::* allocator_shim::* ImmediateCrash "
     "SbSystemBreakIntoDebugger"},
    {"chromium", NOBODY_FILE,
     "*/base/logging.cc */base/logging.h */base/check.cc */base/check.h */base/check_op.h "
     "*/base/notreached.h */base/immediate_crash.h"},
    /* src/base/logging.cc, src/api */
    {"v8", NOBODY_FUNCTION,
     "V8_Fatal V8_Dcheck v8::base::OS::Abort v8::base::OS::DebugBreak "
     "v8::base::*DefaultDcheckHandler v8::base::FatalOOM "
     "v8::internal::V8::FatalProcessOutOfMemory v8::internal::FatalProcessOutOfMemory "
     "v8::Utils::ReportApiFailure v8::Utils::ReportOOMFailure "
     "v8::internal::Isolate::PushStackTraceAndDie v8::internal::Isolate::PushParamsAndDie "
     "v8::api_internal::ToLocalEmpty blink::ReportV8FatalError "
     "v8::internal::*Runtime_Abort*"},
    /* include/private/base/SkAssert.h */
    {"skia", NOBODY_FUNCTION, "SkAbort_FileLine sk_abort_no_print SkDebugf"},
    /* wtf/Assertions.cpp */
    {"webkit", NOBODY_FUNCTION, "WTFCrash* WTFReportAssertionFailure* WTF::*"},
    /* mfbt/Assertions.h, memory/mozalloc */
    {"mozilla", NOBODY_FUNCTION,
     "mozalloc_abort mozalloc_handle_oom MOZ_Crash* MOZ_ReportCrash "
     "MOZ_ReportAssertionFailure NS_DebugBreak RustMozCrash mozglue_static::panic_hook*"},
    /* libbase, liblog */
    {"android", NOBODY_FUNCTION,
     "android::base::LogMessage* android::base::DefaultAborter android::base::SetAborter "
     "__android_log_*"},
    /* Fuchsia */
    {"fuchsia", NOBODY_FUNCTION,
     "CrashTrampolineAsm __zx_panic* syslog::LogMessage* fxl::LogMessage* "
     "fuchsia_logging::LogMessage*"},
    /* folly/logging, folly/lang, folly/debugging/symbolizer */
    {"folly", NOBODY_FUNCTION,
     "folly::LogStreamProcessor* folly::LogStreamVoidify* folly::LogCategory::* "
     "folly::LoggerDB::* folly::StandardLogHandler::* "
     "folly::detail::safe_assert_terminate* folly::detail::assume_check "
     "folly::assume_check folly::assume_unreachable folly::terminate_with* "
     "folly::detail::terminate_with_* folly::throw_exception* "
     "folly::detail::throw_exception_* folly::symbolizer::*"},
    {"folly", NOBODY_FILE,
     "*/folly/logging/* */folly/lang/Exception.* */folly/lang/SafeAssert.* "
     "*/folly/lang/Assume.*"},
    /* src/corelib/global/qglobal.cpp, qlogging.cpp, qassert.cpp */
    {"qt", NOBODY_FUNCTION,
     "qt_assert qt_assert_x qt_message_fatal qt_message_output qt_message_print qt_message "
     "qFatal qAbort qBadAlloc qTerminate qt_check_pointer QMessageLogger::*"},
    {"qt", NOBODY_FILE,
     "*/corelib/global/qlogging.cpp */corelib/global/qglobal.cpp "
     "*/corelib/global/qassert.cpp"},
    /* glib/gtestutils.c, gmessages.c */
    {"glib", NOBODY_FUNCTION,
     "g_assertion_message* g_assert_warning g_log g_logv g_log_structured* "
     "g_log_default_handler g_log_writer_* _g_log_* g_return_if_fail_warning "
     "g_warn_message g_on_error_* g_abort"},
    {"glib", NOBODY_FILE, "*/glib/gtestutils.c */glib/gmessages.c"},
    /* boost/assert.hpp, boost/throw_exception.hpp */
    {"boost", NOBODY_FUNCTION,
     "boost::assertion_failed* boost::throw_exception* boost::exception_detail::* "
     "boost::wrapexcept* boost::core::verbose_terminate_handler"},
    {"boost", NOBODY_FILE, "*/boost/assert.hpp */boost/throw_exception.hpp"},
    /* lib/Support/ErrorHandling.cpp, Signals.cpp */
    {"llvm", NOBODY_FUNCTION,
     "llvm::report_fatal_error* llvm::llvm_unreachable_internal "
     "llvm::report_bad_alloc_error llvm::sys::PrintStackTrace* "
     "llvm::sys::RunSignalHandlers"},
    {"llvm", NOBODY_FILE,
     "*/lib/Support/ErrorHandling.cpp */lib/Support/Signals.cpp "
     "*/lib/Support/Unix/Signals.inc"},
    /* src/core/util/log.cc, crash.cc */
    {"grpc", NOBODY_FUNCTION, "gpr_assertion_failed gpr_log* gpr_default_log grpc_core::Crash*"},
    /* tsl/platform/default/logging.h */
    {"tensorflow", NOBODY_FUNCTION,
     "tensorflow::internal::LogMessage* tsl::internal::LogMessage* "
     "tensorflow::internal::CheckOpMessageBuilder* tsl::internal::CheckOpMessageBuilder*"},
    /* cpp/src/arrow/util/logging.cc */
    {"arrow", NOBODY_FUNCTION, "arrow::util::ArrowLog* arrow::util::CerrLog*"},
    /* src/backend/utils/error/assert.c */
    {"postgresql", NOBODY_FUNCTION, "ExceptionalCondition"},
    /* src/basic/log.c */
    {"systemd", NOBODY_FUNCTION, "log_assert_failed*"},
    /* lib/eal */
    {"dpdk", NOBODY_FUNCTION, "__rte_panic rte_exit"},
    /* crypto/cryptlib.c */
    {"openssl", NOBODY_FUNCTION, "OPENSSL_die"},
    /* Python/pylifecycle.c, Objects/object.c */
    {"python", NOBODY_FUNCTION,
     "Py_FatalError _Py_FatalError* _PyObject_AssertFailed _Py_NegativeRefcount"},
    /* library/core, library/std, the compiler's symbols, the crate libfuzzer-sys */
    {"rust", NOBODY_FUNCTION,
     "core::panicking::* core::panic::* core::option::expect_failed "
     "core::option::unwrap_failed core::result::unwrap_failed core::cell::panic_already_* "
     "core::slice::index::* core::str::slice_error_fail* "
     "core::ops::function::FnOnce::call_once* alloc::alloc::* alloc::raw_vec::* "
     "rust_begin_unwind rust_panic* rust_oom __rust_* __rustc::* __rg_oom __rdl_* "
     "rust_eh_personality panic_abort::* panic_unwind::* rust_fuzzer_test_input "
     "libfuzzer_sys::* *::__libfuzzer_sys_run __libfuzzer_sys_run"},
    /* the standard library */
    {"rust", NOBODY_RUST, "core::* alloc::* std::* compiler_builtins::* backtrace::*"},
    {"rust", NOBODY_FILE,
     "*/rustc/*/library/* */rustc/*/src/lib* */rustlib/src/rust/* library/core/src/* "
     "library/std/src/* library/alloc/src/* */libfuzzer-sys-*/src/*"},
    /* the runtime, the packages of the standard library (by their full paths), cgo */
    {"go", NOBODY_FUNCTION, "crosscall2 _cgo_* _cgoexp_* x_cgo_*"},
    {"go", NOBODY_FILE, "*/src/runtime/*.go */src/runtime/*.s"},
    /* the standard library, by the full paths of its packages */
    {"go", NOBODY_GO,
     "runtime.* runtime/* panic testing.* testing/* reflect.* sync.* sync/* syscall.* "
     "internal/* bytes.* strings.* strconv.* fmt.* errors.* sort.* slices.* maps.* "
     "encoding/* math.* math/* unicode.* unicode/* regexp.* regexp/* bufio.* os.* io.* "
     "io/* time.* log.* container/*"},
    /* stdlib/public/runtime */
    {"swift", NOBODY_FUNCTION, "_swift_stdlib_* _swift_runtime_* swift::fatalError*"},
};

const struct nobody_group *nobody_groups(size_t *count)
{
    *count = sizeof table / sizeof *table;
    return table;
}
